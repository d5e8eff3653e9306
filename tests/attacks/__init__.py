"""One file a threat, each with a control that shows the attack works without the defence."""
