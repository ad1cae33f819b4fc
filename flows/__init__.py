"""The order of work, the command line, and what to do when a step fails. The one place that knows Prefect."""
