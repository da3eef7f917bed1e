"""What happens when things break: lines are cut, processes die, Redis is gone, the scorer hangs,
clients lie or flood. Each test runs real servers; what was accepted must be there afterwards, once,
in one order, for everybody."""
