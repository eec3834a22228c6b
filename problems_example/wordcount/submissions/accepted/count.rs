// Accepted: a sorted map in Rust; the sort by number keeps the order of equals.
use std::collections::BTreeMap;
use std::io::Read;

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let mut counts = BTreeMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word).or_insert(0) += 1;
    }
    let mut entries: Vec<(&str, i32)> = counts.into_iter().collect();
    entries.sort_by_key(|entry| -entry.1);
    println!("{}", entries.iter().map(|entry| entry.1).sum::<i32>());
    for (word, number) in entries {
        println!("{number} {word}");
    }
}
