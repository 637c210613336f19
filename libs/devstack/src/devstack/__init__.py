"""The whole system on one machine: embedded servers, demo accounts, tasks and test fixtures."""
