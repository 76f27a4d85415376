//! The program `beleg`; everything it does is in the library.

fn main() -> std::process::ExitCode {
    beleg::cli::main()
}
