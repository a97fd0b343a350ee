"""What people say of leads, in and out; leads and results of jobs show it."""
