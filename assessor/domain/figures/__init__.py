"""What follows from tables of counts: every figure with its formula and source, from the counts alone."""
