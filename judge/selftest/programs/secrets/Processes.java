// claim: it asks Java for all processes, their arguments and users, and for its own ancestors
// layer: pids
// expect: contained
// limits: memory=512M
// without: pids

import java.util.ArrayList;
import java.util.List;

public class Processes {
    public static void main(String[] arguments) {
        List<ProcessHandle> others = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        ProcessHandle.allProcesses().filter(one -> one.pid() != self && one.pid() != 1).forEach(others::add);
        for (ProcessHandle parent = ProcessHandle.current(); parent != null; ) {
            parent = parent.parent().orElse(null);
            if (parent != null && parent.pid() != 1) {
                others.add(parent);
            }
        }
        for (ProcessHandle one : others) {
            System.out.println("ESCAPED: sees process " + one.pid() + ": " + one.info());
        }
        for (String name : System.getenv().keySet()) {
            if (name.matches("(SSH|SUDO|XDG|DBUS|GITHUB|AWS|PYENV|JUDGE)_.*|USER|LOGNAME|TOKEN|DISPLAY")) {
                System.out.println("ESCAPED: has " + name + " of whoever runs the judge");
            }
        }
        System.out.println("contained");
    }
}
