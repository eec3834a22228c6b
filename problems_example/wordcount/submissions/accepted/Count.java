// Accepted: a sorted map in Java; the sort by number keeps the order of equals.
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;

public class Count {
    public static void main(String[] args) {
        Map<String, Integer> counts = new TreeMap<>();
        Scanner in = new Scanner(System.in);
        while (in.hasNext()) counts.merge(in.next(), 1, Integer::sum);
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(counts.entrySet());
        entries.sort((a, b) -> b.getValue() - a.getValue());
        System.out.println(counts.values().stream().mapToInt(Integer::intValue).sum());
        for (var entry : entries) System.out.println(entry.getValue() + " " + entry.getKey());
    }
}
