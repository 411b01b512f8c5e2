using System.Globalization;
using System.Text.RegularExpressions;
using Integrations.Core.Catalog;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Catalog;

/// <summary>The catalog's page draws a page of cards and counts and finds all, however many there are.</summary>
public sealed partial class CatalogPageTests(HubApp hub) : IClassFixture<HubApp>
{
    private const int PageSize = 60;

    private static readonly Caller Someone = new(Guid.CreateVersion7(), Guid.CreateVersion7(), Role.User) { DisplayName = "someone@ours.test" };

    private CatalogService Catalog => hub.Services.GetRequiredService<CatalogService>();

    [Fact]
    public async Task Pages_TogetherShowEveryCardOnce_AndCountAll()
    {
        using var client = await hub.SignedInAsync("admin@acme.test");
        var all = (await Catalog.OfferedAsync(Someone, CancellationToken.None)).Entries;
        Assert.InRange(all.Count, PageSize + 1, 2 * PageSize);

        var (first, second, past) = (await HtmlAsync(client, "/catalog?sort=name"), await HtmlAsync(client, "/catalog?sort=name&page=2"), await HtmlAsync(client, "/catalog?sort=name&page=99"));

        Assert.Equal(all.Take(PageSize).Select(entry => entry.Key), Cards(first));
        Assert.Equal(all.Skip(PageSize).Select(entry => entry.Key), Cards(second));
        Assert.Equal(Cards(second), Cards(past));
        Assert.Contains($"{all.Count} shown", first, StringComparison.Ordinal);
        Assert.Contains($"1–{PageSize} of {all.Count} providers", first, StringComparison.Ordinal);
        Assert.Contains($"{PageSize + 1}–{all.Count} of {all.Count} providers", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLastOne_IsFoundByItsName_AndInItsCategory()
    {
        using var client = await hub.SignedInAsync("admin@acme.test");
        var all = (await Catalog.OfferedAsync(Someone, CancellationToken.None)).Entries;
        var (last, rest) = (all[^1], all.Where(entry => CatalogCategories.Of(entry) == CatalogCategories.Of(all[^1])).ToList());

        Assert.Contains(last.Key, Cards(await HtmlAsync(client, $"/catalog?q={Uri.EscapeDataString(last.DisplayName)}")));
        var page = (rest.Count + PageSize - 1) / PageSize;
        Assert.Equal(rest.Skip((page - 1) * PageSize).Select(entry => entry.Key), Cards(await HtmlAsync(client, $"/catalog?sort=name&category={CatalogCategories.Of(last)}&page={page}")));
        Assert.Empty(Cards(await HtmlAsync(client, "/catalog?q=no+such+thing")));
    }

    [Fact]
    public async Task Calendars_AreACategoryOfTheirOwn_AndTheFirst()
    {
        using var client = await hub.SignedInAsync("admin@acme.test");
        var html = await HtmlAsync(client, "/catalog?category=calendar");

        Assert.Subset(new HashSet<string>(["google_calendar", "microsoft_outlook", "calendly"], StringComparer.Ordinal), Cards(html).ToHashSet());
        Assert.Contains("google_calendar", Cards(html));
        Assert.DoesNotContain("google_calendar", Cards(await HtmlAsync(client, "/catalog?category=communication")));
        Assert.Equal(["All", "Calendars"], Chip().Matches(html[html.IndexOf("aria-label=\"Categories\"", StringComparison.Ordinal)..]).Take(2).Select(match => match.Groups["word"].Value));
        // 001 has no such category, so there is no call to copy.
        Assert.DoesNotContain("Copy as curl", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsUsedMost_ComesFirst_AndThenWhatCanDoMost()
    {
        using var client = await hub.SignedInAsync("admin@acme.test");
        var all = (await Catalog.OfferedAsync(Someone, CancellationToken.None)).Entries;
        var popular = await hub.Services.GetRequiredService<ProviderPopularity>().FiguresAsync(CancellationToken.None);

        var expected = all.OrderByDescending(entry => popular.GetValueOrDefault(entry.Key)).ThenByDescending(entry => entry.Document.Capabilities.Count).ThenBy(entry => all.ToList().IndexOf(entry)).Select(entry => entry.Key).ToList();
        var (first, second) = (Cards(await HtmlAsync(client, "/catalog")).ToList(), Cards(await HtmlAsync(client, "/catalog?page=2")).ToList());

        Assert.Equal(expected, [.. first, .. second]);
        Assert.NotEqual(all.Select(entry => entry.Key), expected);
    }

    [Fact]
    public async Task Letters_LeadToThePageThatHasTheirGroup()
    {
        using var client = await hub.SignedInAsync("admin@acme.test");
        var all = (await Catalog.OfferedAsync(Someone, CancellationToken.None)).Entries;
        var html = await HtmlAsync(client, "/catalog");

        var letters = Letter().Matches(html).Select(match => (Address: match.Groups["address"].Value, Id: match.Groups["id"].Value, Word: match.Groups["word"].Value)).ToList();
        Assert.Equal(all.Select(CatalogLetters.Of).Distinct(), letters.Select(letter => letter.Word));
        foreach (var letter in letters.Where((_, number) => number % 6 == 0))
        {
            Assert.Contains($"id=\"{letter.Id}\"", await HtmlAsync(client, new Uri(new Uri("http://hub.test"), letter.Address).PathAndQuery), StringComparison.Ordinal);
        }

        // A short list needs none.
        Assert.Empty(Letter().Matches(await HtmlAsync(client, "/catalog?category=storage&sort=name")));
    }

    [Theory]
    [InlineData("Älpler", "A")]
    [InlineData("  zoom", "Z")]
    [InlineData("3CX", "#")]
    [InlineData("Ωmega", "Ω")]
    public void Letter_IsTheNamesFirst_WithoutAccents(string name, string letter)
    {
        var any = new CatalogEntry(Guid.NewGuid(), new ProviderDocument { Name = "any", Provider = "any", DisplayName = name, Category = "custom", Status = "active", Audience = "tenant", AuthType = "api_key", Color = "#000000", Icon = "box", Version = "1" }, null, false, false, default, default, 1);

        Assert.Equal(letter, CatalogLetters.Of(any));
    }

    [Fact]
    public async Task TheLastOne_CanBeChosenForALink()
    {
        using var client = await hub.SignedInAsync("admin@acme.test");
        var people = (await Catalog.OfferedAsync(Someone, CancellationToken.None)).Entries.Where(entry => entry.IsForPeople).ToList();

        var page = await HtmlAsync(client, $"/integrations/links/new?provider={people[^1].Key}");

        Assert.Matches($"<input[^>]*value=\"{Regex.Escape(people[^1].DisplayName)}\"", page);
        Assert.Equal(people.Count > 100, page.Contains("aria-label=\"Search providers\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheProvidersOfASuperAdministrator_HavePagesToo()
    {
        using var client = await hub.SignedInAsync("super@demo.test");
        var all = (await Catalog.AllAsync(CancellationToken.None)).Count;

        Assert.Contains($"1–50 of {all} providers", await HtmlAsync(client, "/providers"), StringComparison.Ordinal);
        Assert.Contains($"51–{Math.Min(100, all)} of {all} providers", await HtmlAsync(client, "/providers?page=2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSearch_TakesTheWordsOfTheLanguage_AndIsMadeReadyOnceForEach()
    {
        var (shelves, part) = (new CatalogShelves(), await Catalog.OfferedAsync(Someone, CancellationToken.None));
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
            var english = shelves.Of(part);
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
            var german = shelves.Of(part);

            Assert.Same(german, shelves.Of(part));
            Assert.NotSame(english, german);
            var storage = part.Entries.Where(entry => entry.Document.Category == "storage").Select(entry => entry.Key).ToList();
            Assert.Subset(german.Find("DATEIEN").Of(null).Select(entry => entry.Key).ToHashSet(), storage.ToHashSet());
            Assert.True(english.Find("dateien").Of(null).Count < storage.Count);
            Assert.Equal(["jira"], english.Find(" tickets  JIRA ").Of("data_source").Select(entry => entry.Key).Where(key => key == "jira"));
            Assert.Same(part.Entries, english.Find("  ").Of(null));
            Assert.Equal(
                part.Entries.CountBy(CatalogCategories.Of).OrderBy(one => one.Key),
                english.Categories.ToDictionary(category => category, category => english.Find(null).Of(category).Count).OrderBy(one => one.Key));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static async Task<string> HtmlAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static IEnumerable<string> Cards(string html) => Card().Matches(html).Select(match => match.Groups["key"].Value);

    [GeneratedRegex("class=\"provider-card\" href=\"/catalog/(?<key>[a-z0-9_]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Card();

    [GeneratedRegex("<a class=\"chip\"[^>]*>(?<word>[^<]+)<", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Chip();

    [GeneratedRegex("<a href=\"(?<address>[^\"#]*)#(?<id>letter-[^\"]+)\"[^>]*>(?<word>[^<]+)</a>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Letter();
}
