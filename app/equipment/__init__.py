"""Equipment: every device we own, who has it, where it is, and the life it has had."""
