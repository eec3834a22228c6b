// Run-time error: a panic (exit code 101).
fn main() {
    panic!("no idea");
}
