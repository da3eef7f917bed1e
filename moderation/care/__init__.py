"""Care: when somebody needs more than the group. First form: the private side room."""
