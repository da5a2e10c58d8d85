//! The launcher as a binary of its own, for tests and for programs that embed the runtime.

fn main() {
    samara_runtime::launcher_main()
}
