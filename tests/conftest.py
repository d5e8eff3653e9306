"""How Hypothesis searches: the same examples at every run of the gate, more when asked."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "gate",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    # How fast a machine draws examples is no claim about the project.
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", deadline=None, print_blob=True, max_examples=5000)
settings.load_profile("gate")
