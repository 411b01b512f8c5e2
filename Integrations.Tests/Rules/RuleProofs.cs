using System.Reflection;
using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Rules;

/// <summary>A rule, and a test that says it proves it.</summary>
/// <param name="Test"><c>Class.Method</c>.</param>
/// <param name="Rule">As tests write it.</param>
/// <param name="Except">What the test leaves open of the rule.</param>
internal sealed record Proof(string Test, string Rule, string? Except);

/// <summary>The tests with <see cref="ProvesAttribute"/>. Those of the end-to-end project, which refers to this one, are read from their sources.</summary>
internal static partial class RuleProofs
{
    public const string OwnProject = "Integrations.Tests";
    public const string EndToEndProject = "Integrations.Tests.EndToEnd";

    public static IEnumerable<Proof> All() => InAssembly().Concat(InSources(EndToEndProject));

    public static IEnumerable<MethodInfo> Marked() =>
        from type in typeof(RuleProofs).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.IsDefined(typeof(ProvesAttribute), inherit: false)
        select method;

    public static IEnumerable<Proof> InAssembly() =>
        from method in Marked()
        from proves in method.GetCustomAttributes<ProvesAttribute>(inherit: false)
        from rule in proves.Rules
        select new Proof($"{method.DeclaringType!.Name}.{method.Name}", rule, proves.Except);

    public static IEnumerable<Proof> InSources(string project) => FilesOf(project).SelectMany(file => ProofsIn(File.ReadLines(file)));

    /// <summary>Every test of a project as <c>Class.Method</c>.</summary>
    public static IEnumerable<string> TestsOf(string project) => FilesOf(project).SelectMany(file => NamesIn(File.ReadLines(file)));

    /// <summary><c>L1_T5_Secrets…</c>: how tests named their rules before there was an attribute for it.</summary>
    public static bool BeginsWithARule(string test) => LeadingRule().IsMatch(test[(test.IndexOf('.', StringComparison.Ordinal) + 1)..]);

    public static IEnumerable<string> NamesIn(IEnumerable<string> lines) => TestsIn(lines).Select(test => test.Name);

    internal static IEnumerable<Proof> ProofsIn(IEnumerable<string> lines) =>
        from test in TestsIn(lines)
        from Match proves in Proves().Matches(test.Attributes)
        from Capture rule in proves.Groups["rule"].Captures
        select new Proof(test.Name, rule.Value, proves.Groups["except"] is { Success: true } except ? except.Value : null);

    private static IEnumerable<string> FilesOf(string project) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root(), project), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Methods that a line with <c>[Fact…</c> or <c>[Theory…</c> stands before, each by the last class that began above it, with the lines from there on.</summary>
    private static IEnumerable<(string Name, string Attributes)> TestsIn(IEnumerable<string> lines)
    {
        var (type, attributes, isTest) = ("", "", false);
        foreach (var line in lines)
        {
            if (TypeLine().Match(line) is { Success: true } declared)
            {
                (type, attributes) = (declared.Groups["name"].Value, "");
            }

            isTest |= TestLine().IsMatch(line);
            if (AttributeLine().IsMatch(line))
            {
                attributes += line;
            }

            if (MethodLine().Match(line) is { Success: true } method)
            {
                if (isTest)
                {
                    yield return ($"{type}.{method.Groups["name"].Value}", attributes);
                }

                (attributes, isTest) = ("", false);
            }
        }
    }

    [GeneratedRegex(@"^\s*(?:public|internal) .*\bclass (?<name>\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^\s*\[", RegexOptions.NonBacktracking)]
    private static partial Regex AttributeLine();

    [GeneratedRegex(@"^\s*\[(?:Fact|Theory)\b", RegexOptions.NonBacktracking)]
    private static partial Regex TestLine();

    [GeneratedRegex(@"^\s*public [^=(]*?\b(?<name>\w+)\(", RegexOptions.NonBacktracking)]
    private static partial Regex MethodLine();

    // Captures of repeated groups need the backtracking engine; the text is ours.
    [GeneratedRegex(@"\bProves\(""(?<rule>\w+)""(?:, ""(?<rule>\w+)"")*(?:, Except = ""(?<except>[^""]*)"")?\)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Proves();

    [GeneratedRegex("^[A-Z]{1,2}[0-9]{1,2}_", RegexOptions.NonBacktracking)]
    private static partial Regex LeadingRule();
}
