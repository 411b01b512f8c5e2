using System.Text;

namespace Integrations.Web.Features.Activity;

/// <summary>Text that a spreadsheet shows and does not calculate (SECURITY I15).</summary>
internal static class SpreadsheetText
{
    /// <summary>
    /// Puts an apostrophe before every sign that would begin a formula: at the start, and after whatever some spreadsheet takes for
    /// the end of a cell. One that splits at semicolons does so inside quotes too, once a quoted cell has passed.
    /// </summary>
    public static string Harmless(string? value)
    {
        var text = new StringBuilder(value?.Length ?? 0);
        var begins = true;
        foreach (var c in value ?? "")
        {
            if (begins && IsFormula(c))
            {
                text.Append('\'');
            }

            text.Append(c);
            begins = IsSeparator(c) || (begins && (c == '"' || char.IsWhiteSpace(c)));
        }

        return text.ToString();
    }

    // The wide forms are signs too where spreadsheets are set to an East Asian language.
    private static bool IsFormula(char c) => c is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';

    private static bool IsSeparator(char c) => c is ';' or '\t' or '\r' or '\n';
}
