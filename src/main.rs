//! The `mockras` command.

fn main() {}
