// Runs the veraPDF engine over PDF files:  java Check PROFILE[,PROFILE…] FILE…
// Prints, tab-separated, FILE PROFILE PASS, or for each failed check FILE PROFILE CLAUSE TEST MESSAGE CONTEXT.
// veraPDF reads its profiles with JAXB, which the jar does not have; so they are read by DOM here.

import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.stream.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;
import org.verapdf.pdfa.validation.profiles.*;
import org.w3c.dom.*;

public class Check {
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : args[0].split(",")) {
            ValidationProfile profile = profile(name);
            for (String file : Arrays.asList(args).subList(1, args.length))
                for (String outcome : outcomes(profile, file)) out.println(file + "\t" + name + "\t" + outcome);
        }
    }

    static List<String> outcomes(ValidationProfile profile, String file) {
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        try (PDFAParser parser = foundry.createParser(new File(file), profile.getPDFAFlavour());
             PDFAValidator validator = foundry.createValidator(profile, 100, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            if (result.isCompliant()) return List.of("PASS");
            return result.getTestAssertions().stream().map(Check::line).sorted().collect(Collectors.toList());
        } catch (Exception e) {
            return List.of(String.join("\t", "-", "0", flat("veraPDF cannot read the file: " + e.getMessage()), "-"));
        }
    }

    static String line(TestAssertion failed) {
        RuleId rule = failed.getRuleId();
        String message = failed.getErrorMessage() == null ? failed.getMessage() : failed.getErrorMessage();
        return String.join("\t", rule.getClause(), "" + rule.getTestNumber(), flat(message),
            flat(failed.getLocation().getContext()));
    }

    static String flat(String text) { return String.valueOf(text).replaceAll("\\s+", " ").trim(); }

    /** PDFUA_1 is the resource PDFUA-1.xml, PDFA_3_A is PDFA-3A.xml. */
    static ValidationProfile profile(String name) throws Exception {
        String resource = "/org/verapdf/pdfa/validation/" + name.replaceFirst("_", "-").replace("_", "") + ".xml";
        InputStream xml = Check.class.getResourceAsStream(resource);
        if (xml == null) throw new IllegalArgumentException("veraPDF has no profile " + name + " at " + resource);
        Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml).getDocumentElement();
        Set<Rule> rules = all(root, "rule").map(Check::rule).collect(Collectors.toSet());
        Set<Variable> variables = all(root, "variable").map(v -> Profiles.variableFromValues(v.getAttribute("name"),
            v.getAttribute("object"), text(v, "defaultValue"), text(v, "value"))).collect(Collectors.toSet());
        return Profiles.profileFromValues(PDFAFlavour.valueOf(name),
            Profiles.profileDetailsFromValues(name, name, "", new Date(0)), "", rules, variables);
    }

    static Rule rule(Element rule) {
        Element id = all(rule, "id").findFirst().orElseThrow();
        RuleId ruleId = Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        List<ErrorArgument> arguments = all(rule, "argument")
            .map(a -> ErrorArgumentImpl.fromValues(a.getTextContent(), null, null)).collect(Collectors.toList());
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"),
            text(rule, "description"), text(rule, "test"), Profiles.errorFromValues(text(rule, "message"), arguments),
            List.of());
    }

    static Stream<Element> all(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    static String text(Element parent, String tag) {
        return all(parent, tag).findFirst().orElseThrow().getTextContent();
    }
}
