// claim: Java code that runs in its compiler: an annotation processor, a static block
// layer: artefacts
// expect: contained
// unproved: the compiler is told to start no processors, whatever is switched off

import java.io.File;
import java.util.Set;
import javax.annotation.processing.*;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

@Early.Mark
public class Early {
    @interface Mark {
        int value() default VALUE;
    }

    static final int VALUE = 1 + 1;

    static {
        tell();
    }

    // The folder can be written to while compiling alone.
    static void tell() {
        if (new File("/box").canWrite()) System.out.println("ESCAPED: ran while it was compiled");
    }

    @SupportedAnnotationTypes("*")
    public static class Processor extends AbstractProcessor {
        public Processor() {
            tell();
        }

        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        public boolean process(Set<? extends TypeElement> found, RoundEnvironment round) {
            tell();
            return false;
        }
    }

    public static void main(String[] arguments) {
        System.out.println("contained");
    }
}
