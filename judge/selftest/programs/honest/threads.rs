// claim: Rust threads with channels, locks, scopes, and a panic that is caught
// expect: AC
// limits: cpu_time=20
// prints: 499500 4000 10 caught 3

use std::process::Command;
use std::sync::{mpsc, Arc, Mutex};
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    for part in 0..4u64 {
        let sender = sender.clone();
        thread::spawn(move || (part * 250..part * 250 + 250).for_each(|n| sender.send(n).unwrap()));
    }
    drop(sender);
    let sum: u64 = receiver.iter().sum();
    let counter = Arc::new(Mutex::new(0));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let counter = Arc::clone(&counter);
            thread::spawn(move || (0..1000).for_each(|_| *counter.lock().unwrap() += 1))
        })
        .collect();
    threads.into_iter().for_each(|one| one.join().unwrap());
    let mut numbers = [1, 2, 3, 4];
    thread::scope(|scope| {
        let (left, right) = numbers.split_at_mut(2);
        scope.spawn(|| left.reverse());
        scope.spawn(|| right.reverse());
    });
    let caught = thread::spawn(|| panic!("on purpose")).join().is_err();
    let code = Command::new("sh").args(["-c", "exit 3"]).status().unwrap().code().unwrap();
    let total: i32 = numbers.iter().sum();
    let word = if caught { "caught" } else { "lost" };
    println!("{} {} {} {} {}", sum, counter.lock().unwrap(), total, word, code);
}
