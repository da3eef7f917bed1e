"""The socket: one class for youth and staff, one table of commands, one hub per process."""
