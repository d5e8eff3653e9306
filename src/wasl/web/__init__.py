"""The desk on screen: pages for officers, made on the node, complete without a script."""
