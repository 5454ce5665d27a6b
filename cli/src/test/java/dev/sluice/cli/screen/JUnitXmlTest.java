package dev.sluice.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Result;
import dev.sluice.proving.report.JUnitXml;
import dev.sluice.proving.report.ProveReport;
import java.io.IOException;
import java.io.StringReader;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class JUnitXmlTest {
  private static Document parsed(String xml)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void aFailureIsAFailureAndWhatWasNotRunIsSkipped() {
    Golden.check("bad.junit.xml", JUnitXml.of(Reports.bad()));
  }

  @Test
  void couldNotTellIsAnError() throws Exception {
    Document xml = parsed(JUnitXml.of(Reports.couldNotTell()));

    assertThat(xml.getElementsByTagName("failure").getLength()).isZero();
    assertThat(xml.getElementsByTagName("error").getLength()).isEqualTo(1);
  }

  @Test
  void aResultBeforeAnyRunHasOneTestCase() throws Exception {
    Document xml =
        parsed(JUnitXml.of("channel 291", Result.FAILED, "channel 291 was refused: <empty>"));

    var failure = (Element) xml.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("channel 291 was refused: <empty>");
  }

  static Stream<ProveReport> reports() {
    return ProveScreenTest.reports();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void everyFileIsWellFormedAndCountsWhatItHolds(ProveReport report) throws Exception {
    Document xml = parsed(JUnitXml.of(report));

    var suites = xml.getElementsByTagName("testsuite");
    assertThat(suites.getLength()).isEqualTo(report.runs().size() + report.unproven().size());
    for (int i = 0; i < suites.getLength(); i++) {
      var suite = (Element) suites.item(i);
      assertThat(suite.getElementsByTagName("testcase").getLength())
          .isEqualTo(Integer.parseInt(suite.getAttribute("tests")));
      assertThat(suite.getElementsByTagName("failure").getLength())
          .isEqualTo(Integer.parseInt(suite.getAttribute("failures")));
      assertThat(suite.getElementsByTagName("error").getLength())
          .isEqualTo(Integer.parseInt(suite.getAttribute("errors")));
    }
  }
}
