using System.Text.RegularExpressions;
using Integrations.Core.Events;
using Integrations.Tests.Api.Conformance;

namespace Integrations.Tests.Rules;

/// <summary><c>docs/requirements</c> names what exists, leaves no route out, and its first page says what is open.</summary>
public sealed partial class RequirementsTests
{
    private const string UpdateSwitch = "UPDATE_RULE_TABLES";

    private static readonly string First = Path.Combine(RequirementBook.Folder, "README.md");

    [Fact]
    public void Rows_HaveIdsOfTheirDocument_EachGivenOnce()
    {
        Assert.InRange(RequirementBook.All.Count, 150, 400);
        Assert.All(RequirementBook.Tables, table => Assert.All(table.Rows, row => Assert.True(row.Count == table.Head.Count, $"{Path.GetFileName(table.File)}: {row[0]} has {row.Count} cells.")));
        Assert.Equal(["000", "001", "002", "003", "004"], RequirementBook.All.Select(row => row.Document).Distinct());
        Assert.Empty(RequirementBook.All.Where(row => !RowId().IsMatch(row.Id) || row.Id[..3] != row.Document).Select(row => row.Id));
        var conflicts = RequirementBook.Tables.Where(table => Path.GetFileName(table.File) == "conflicts.md").SelectMany(table => table.Column("id"));
        Assert.Empty(RequirementBook.All.Select(row => row.Id).Concat(conflicts).GroupBy(id => id, StringComparer.Ordinal).Where(id => id.Count() > 1).Select(id => id.Key));
    }

    [Fact]
    public void Links_LeadToFilesAndHeadings()
    {
        Assert.Empty(PageLinks.Broken(RequirementBook.Pages));
        Assert.Empty(
            from page in RequirementBook.Pages
            from link in PageLinks.Of(File.ReadAllText(page))
            where ConflictId().IsMatch(link.Text)
            where !PageLinks.Under(Path.Combine(RequirementBook.Folder, "conflicts.md"), link.Target.Split('#')[^1])!.Contains($"| {link.Text} |", StringComparison.Ordinal)
            select $"{link.Text} is not under {link.Target}");
    }

    [Fact]
    public void WhatIsNamed_Exists()
    {
        var missing = RequirementBook.Tables
            .SelectMany(table => table.Column("met by").Concat(table.Column("here")).SelectMany(cell => Unknown(cell).Select(name => $"{Path.GetFileName(table.File)}: {name}")))
            .Concat(RequirementBook.All.SelectMany(row => RequirementBook.Names(row.Asked).Where(name => IsUnknownInText(name)).Select(name => $"{row.Id}: {name}")))
            .Concat(RequirementBook.All.SelectMany(row => RequirementBook.Names(row.ProvenBy).Where(name => !ProductNames.Tests.Contains(name) && !ProductNames.TestClasses.Contains(name)).Select(name => $"{row.Id}: {name}")))
            .ToList();

        Assert.True(missing.Count == 0, "Nothing is called so:" + Environment.NewLine + string.Join(Environment.NewLine, missing));
    }

    [Fact]
    public void Fields_AreThoseOfTheApi_OrOfTheTypeBesideThem()
    {
        var missing =
            from table in RequirementBook.Tables
            where table.Head[0] == "field"
            from row in table.Rows
            from name in RequirementBook.Names(row[0])
            let last = name.Split('.')[^1]
            where table.Head.Contains("here")
                ? !RequirementBook.Names(row[^1]).Any(type => ProductNames.IsCode($"{type}.{char.ToUpperInvariant(last[0])}{last[1..]}"))
                : !ProductNames.Fields.Contains(last)
            select $"{Path.GetFileName(table.File)}: {name}";

        Assert.Empty(missing);
    }

    [Fact]
    public void EveryRouteOfADocument_AndEveryEvent_IsNamed()
    {
        Assert.Empty(
            from route in DocumentedRoutes.All
            let name = $"{route.Method} {route.Template.Replace("{**", "{", StringComparison.Ordinal)}"
            where !RequirementBook.All.Any(row => row.Document == route.Document && RequirementBook.Names(row.Asked).Contains(name))
            select $"{route.Document}: {name}");
        var text = string.Concat(RequirementBook.Pages.Select(File.ReadAllText));
        Assert.DoesNotContain(EventTypes.All, type => !text.Contains($"`{type}`", StringComparison.Ordinal));
    }

    [Fact]
    public void States_SayWhatIsMissing_WhereItWasDecided_AndWhatProvesTheRest()
    {
        var rows = RequirementBook.All;
        Assert.Empty(rows.Where(row => row.Kind is null).Select(row => $"{row.Id}: {row.State}"));
        Assert.Empty(rows.Where(row => (row.IsOpen || row.Kind == Requirement.Outside) && row.State.Split(':', 2) is not [_, { Length: > 20 }]).Select(row => $"{row.Id} does not say what is missing."));
        Assert.Empty(rows.Where(row => row.Kind == Requirement.DecidedOtherwise && !PageLinks.Of(row.State).Any()).Select(row => $"{row.Id} does not say where it was decided."));
        Assert.Empty(rows.Where(row => row.Kind is not (Requirement.NotMet or Requirement.NotProven or Requirement.Outside) && !RequirementBook.Names(row.ProvenBy).Any()).Select(row => $"{row.Id} has no test."));
        Assert.Empty(rows.Where(row => row.Kind is not (Requirement.NotMet or Requirement.Outside) && !RequirementBook.Names(row.MetBy).Any()).Select(row => $"{row.Id} is met by nothing."));
    }

    [Fact]
    public void FirstPage_SaysWhatIsOpen_AsTheRowsDo()
    {
        var page = File.ReadAllText(First);
        var (from, to) = (page.IndexOf(RequirementBook.OpenHeading, StringComparison.Ordinal), page.IndexOf(RequirementBook.ReadingHeading, StringComparison.Ordinal));
        var made = string.Concat(page.AsSpan(0, from < 0 ? to : from), RequirementBook.Summary(), page.AsSpan(to));
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            File.WriteAllText(First, made);
        }

        Console.WriteLine($"Requirements: {RequirementBook.All.Count} rows, {RequirementBook.All.Count(row => row.IsOpen)} open.");
        Assert.True(File.ReadAllText(First) == made, "docs/requirements/README.md is stale. Run scripts/prove rules --write and commit what changes.");
    }

    [Fact]
    public void WhatIsNotThere_IsFound()
    {
        Assert.Equal(["NoSuchService"], Unknown("`SearchService.SearchAsync`, `NoSuchService`"));
        Assert.Equal(["SearchService.NoSuchAsync"], Unknown("`SearchService.NoSuchAsync`"));
        Assert.Equal(["GET /api/none", "/none", "none"], Unknown("`GET /api/none`, page `/none`, verb `none`, verb `seed`, page `/search`"));
        Assert.False(PageLinks.Leads(First, "000-meetings-and-people.md#no-such-heading"));
        Assert.False(PageLinks.Leads(First, "no-such-page.md"));
        Assert.True(PageLinks.Leads(First, "000-meetings-and-people.md#links"));
        Assert.True(new Requirement("000", "000-R0", "", "", "", "met in part: a half is missing").IsOpen);
        Assert.Null(new Requirement("000", "000-R0", "", "", "", "metered").Kind);
    }

    private static IEnumerable<string> Unknown(string cell) =>
        NamedThings().Matches(cell).Where(thing => thing.Groups["name"].Value is var name
            && !(thing.Groups["verb"].Success ? ProductNames.Verbs.Contains(name)
                : RouteText().IsMatch(name) ? ProductNames.Routes.Contains(name)
                : name.StartsWith('/') ? ProductNames.Pages.Contains(name)
                : ProductNames.IsCode(name)))
            .Select(thing => thing.Groups["name"].Value);

    /// <summary>In what is asked, routes and codes of errors have to exist; other words are the document's own.</summary>
    private static bool IsUnknownInText(string name) => RouteText().IsMatch(name) ? !ProductNames.Routes.Contains(name) : CodeText().IsMatch(name) && !ProductNames.IsWritten(name);

    [GeneratedRegex("^[0-9]{3}-R[0-9]+$", RegexOptions.NonBacktracking)]
    private static partial Regex RowId();

    [GeneratedRegex("(?<verb>verb )?`(?<name>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedThings();

    [GeneratedRegex("^(GET|POST|PUT|PATCH|DELETE) /", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RouteText();

    [GeneratedRegex("^[A-Z]+_[A-Z_]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeText();

    [GeneratedRegex("^C[0-9]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ConflictId();
}
