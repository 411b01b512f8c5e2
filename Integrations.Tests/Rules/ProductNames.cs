using System.Text.Json;
using System.Text.RegularExpressions;
using Integrations.Tests.Architecture;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Rules;

/// <summary>What the product and its tests have, for pages that name it.</summary>
internal static partial class ProductNames
{
    private static readonly string[] Code = [".cs", ".razor"];

    private static readonly JsonElement Api = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root(), "docs", "api", "all.json")));

    private static readonly ILookup<string, string> Sources = SourceFiles.WithComments(Code).ToLookup(file => Path.GetFileName(file.Path).Split('.')[0], file => file.Text, StringComparer.Ordinal);

    /// <summary><c>GET /api/…</c>, as the committed description of the API has it.</summary>
    public static IReadOnlySet<string> Routes { get; } =
        (from path in Api.GetProperty("paths").EnumerateObject() from method in path.Value.EnumerateObject() select $"{method.Name.ToUpperInvariant()} {path.Name}").ToHashSet(StringComparer.Ordinal);

    /// <summary>Addresses of pages, as they stand behind <c>@page</c>.</summary>
    public static IReadOnlySet<string> Pages { get; } =
        SourceFiles.WithComments(".razor").SelectMany(file => PageLine().Matches(file.Text).Select(page => page.Groups["address"].Value)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Verbs of the web program.</summary>
    public static IReadOnlySet<string> Verbs { get; } =
        SourceFiles.WithComments("Command.cs").SelectMany(file => VerbLine().Matches(file.Text).Select(verb => verb.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Members of bodies and parameters, anywhere in the description of the API.</summary>
    public static IReadOnlySet<string> Fields { get; } = FieldsOf(Api).ToHashSet(StringComparer.Ordinal);

    /// <summary>Every test as <c>Class.Method</c>.</summary>
    public static IReadOnlySet<string> Tests { get; } =
        (from project in new[] { "Integrations.Tests", "Integrations.Tests.EndToEnd" }
         from file in Directory.EnumerateFiles(Path.Combine(Repository.Root(), project), "*.cs", SearchOption.AllDirectories)
         from test in RuleProofs.NamesIn(File.ReadLines(file))
         select test).ToHashSet(StringComparer.Ordinal);

    public static IReadOnlySet<string> TestClasses { get; } = Tests.Select(test => test.Split('.')[0]).ToHashSet(StringComparer.Ordinal);

    /// <summary>A type has a file of its name, and a member stands in one of that type's files.</summary>
    public static bool IsCode(string name) =>
        name.Split('.') is [var type, .. var member] && member.Length <= 1 && Sources.Contains(type)
        && (member is [] || Sources[type].Any(text => Regex.IsMatch(text, $@"\b{Regex.Escape(member[0])}\b", RegexOptions.NonBacktracking)));

    /// <summary>Words such as <c>RATE_LIMIT_EXCEEDED</c>, written somewhere in the product.</summary>
    public static bool IsWritten(string text) => Sources.SelectMany(source => source).Any(source => source.Contains($"\"{text}\"", StringComparison.Ordinal));

    private static IEnumerable<string> FieldsOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            (member.Name == "properties" && member.Value.ValueKind == JsonValueKind.Object ? member.Value.EnumerateObject().Select(property => property.Name)
            : member.Name == "parameters" && member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!)
            : []).Concat(FieldsOf(member.Value))),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(FieldsOf),
        _ => [],
    };

    [GeneratedRegex("""^@page "(?<address>[^"]+)"$""", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PageLine();

    [GeneratedRegex("""(HubCommand|base)\("(?<name>[a-z-]+)",""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex VerbLine();
}
