"""The machine that looks at a message first: rules, language, a scorer, and one pure verdict."""
