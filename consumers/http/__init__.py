"""Pages and small endpoints: what works without JavaScript, and the shells of the two apps."""
