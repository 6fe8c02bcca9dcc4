"""What people see of verdicts, made when somebody looks."""
