// Memory limit exceeded: keeps 64 vectors of 16 MiB.
fn main() {
    let blocks: Vec<Vec<u8>> = (1..=64).map(|step| vec![step; 16 << 20]).collect();
    println!("{}", blocks.iter().map(|block| block[1000] as u32).sum::<u32>());
}
