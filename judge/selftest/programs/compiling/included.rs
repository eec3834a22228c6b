// claim: Rust puts a file of the host into the program
// layer: files
// expect: CE
// without: files

fn main() {
    println!("{}", String::from_utf8_lossy(include_bytes!("@secret_file@")));
}
