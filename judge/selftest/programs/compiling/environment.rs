// claim: Rust puts the compiler's environment into the program
// layer: inherited
// expect: contained
// unproved: every run has an environment of its own, whatever is switched off

macro_rules! known {
    ($($name:literal)*) => { [$(($name, option_env!($name))),*] };
}

fn main() {
    let found = known![
        "SECRET" "TOKEN" "USER" "LOGNAME" "SSH_AUTH_SOCK" "GITHUB_TOKEN" "SUDO_USER" "XDG_RUNTIME_DIR"
    ];
    for (name, value) in found {
        if value.is_some() {
            println!("ESCAPED: the compiler knows {}", name);
        }
    }
    let environment = include_bytes!("/proc/self/environ");
    for variable in environment.split(|&byte| byte == 0).filter(|one| !one.is_empty()) {
        let name = variable.split(|&byte| byte == b'=').next().unwrap();
        let name = String::from_utf8_lossy(name);
        let own = ["PATH", "HOME", "TMPDIR", "LANG", "PWD", "LD_LIBRARY_PATH"];
        if !own.contains(&&*name) && !name.starts_with("RUST") {
            println!("ESCAPED: the compiler has {}", name);
        }
    }
    println!("contained");
}
