// Checkstyle's XML, which Jenkins and many editors and CI plugins read. What has no file stands
// under a name that says what it is.
#include <string>
#include <vector>

#include "report/formats.h"
#include "report/headline.h"
#include "report/path_text.h"
#include "report/xml.h"
#include "version.h"

namespace moongate {

namespace {

const char* severity_of(Level level) {
  switch (level) {
    case Level::error:
      return "error";
    case Level::warning:
      return "warning";
    case Level::note:
    case Level::off:
      return "info";
  }
  return "info";
}

class Document {
 public:
  void add(const std::string& file, std::uint32_t line, std::uint32_t column, const char* severity,
           const std::string& message, const std::string& source) {
    if (!open_ || file != file_) {
      close();
      text_ += "  <file name=\"" + xml_attribute(file) + "\">\n";
      file_ = file;
      open_ = true;
    }
    text_ += "    <error";
    if (line > 0) text_ += " line=\"" + std::to_string(line) + "\"";
    if (column > 0) text_ += " column=\"" + std::to_string(column) + "\"";
    text_ += std::string(" severity=\"") + severity + "\" message=\"" + xml_attribute(message) +
             "\" source=\"" + xml_attribute(source) + "\"/>\n";
  }

  std::string take() {
    close();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"moongate " +
           xml_attribute(version) + "\">\n" + text_ + "</checkstyle>\n";
  }

 private:
  void close() {
    if (open_) text_ += "  </file>\n";
    open_ = false;
  }

  std::string text_, file_;
  bool open_ = false;
};

}  // namespace

std::string render_checkstyle(const Report& report) {
  Document document;
  for (const Problem& problem : report.problems) {
    const bool is_outside = leads_outside(problem.path);
    document.add(is_outside || problem.path.empty() ? "moongate" : problem.path,
                 is_outside ? 0 : problem.line, 0, "error",
                 (is_outside ? problem.path + ": " : "") + problem.message +
                     (problem.help.empty() ? "" : " (" + problem.help + ")"),
                 "moongate." + std::string(name_of(problem.kind)));
  }
  for (const CheckOutcome& check : report.checks)
    if (check.status == CheckStatus::aborted || check.status == CheckStatus::error)
      document.add("moongate", 0, 0, "error",
                   "check " + check.name + " did not finish: " + check.reason,
                   "moongate." + check.name);
  for (const Finding& finding : report.findings) {
    std::string message = finding.message;
    if (const std::string help = advice(finding); !help.empty()) message += " (" + help + ")";
    // Readers take what follows the last dot for the type, what stands before for the category.
    document.add(finding_subject(finding), finding.line, finding.column, severity_of(finding.level),
                 message, "moongate." + rule_name(finding));
  }
  return document.take();
}

}  // namespace moongate
