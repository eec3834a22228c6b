// Compile error: uses a value that has been moved away.
fn main() {
    let line = String::from("3 4");
    let other = line;
    println!("{line} {other}");
}
