"""The tables of counts that vendors deliver, T1 to T9: what they are, how they are read, when they add up."""
