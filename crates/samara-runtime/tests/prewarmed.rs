//! All tests of `functions` again, with every function that can be started in an interpreter that
//! was started ahead and waits for it: nobody may be able to tell, and nothing may be weaker.

#[cfg(test)]
#[path = "functions/main.rs"]
mod functions;
