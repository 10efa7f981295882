"""The subcommands of ``python -m index``, one file for those that belong together."""
