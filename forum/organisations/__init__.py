"""Who runs a group: a municipality, a school health service, a charity; often several together."""
