"""The form of a judgement, for whoever shows one."""
