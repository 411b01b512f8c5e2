using Bunit;
using Integrations.Core.Permissions;
using Integrations.Core.SavedFilters;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.SavedFilters;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.SavedFilters;

public sealed class SavedFilterMenuTests : ComponentContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Menu_WithoutFilters_AndWithNothingSaved_IsNotThere()
    {
        await using var hub = await CoreHub.StartAsync();
        var menu = Open(hub, hub.User, "integrations?page=2");

        Assert.Empty(menu.FindAll("button"));
    }

    [Fact]
    public async Task Filters_AreSaved_AndChosenAgain()
    {
        await using var hub = await CoreHub.StartAsync();
        var menu = Open(hub, hub.User, "integrations?status=error&page=2");
        menu.WaitForElement("button", Patience);

        await Button(menu, "Save these filters").ClickAsync(new());
        Dialogs.WaitForElement("input", Patience).Input("Failing <b>");
        Assert.Empty(Dialogs.FindAll("input[type=checkbox]"));
        await Dialogs.Find("form").SubmitAsync();

        menu.WaitForAssertion(() => Assert.Equal("/integrations?status=error", menu.Find("#saved-filters a").GetAttribute("href")), Patience);
        Assert.Equal("true", menu.Find("#saved-filters a").GetAttribute("aria-current"));
        Assert.Contains("Failing &lt;b&gt;", menu.Find("#saved-filters a").InnerHtml, StringComparison.Ordinal);
        // What is saved already is not offered to be saved again.
        Assert.DoesNotContain(menu.FindAll("button"), button => button.TextContent.Contains("Save these filters", StringComparison.Ordinal));
        Services.GetRequiredService<NavigationManager>().NavigateTo("integrations");
        menu.WaitForAssertion(() => Assert.Null(menu.Find("#saved-filters a").GetAttribute("aria-current")), Patience);
    }

    [Fact]
    public async Task Administrator_Shares_RenamesAndDeletes()
    {
        await using var hub = await CoreHub.StartAsync();
        var filters = hub.Get<SavedFilterService>();
        await filters.SaveAsync(hub.Admin, new NewSavedFilter(SavedFilterLists.Integrations, "Failing", "status=error", false), CancellationToken.None);
        var menu = Open(hub, hub.Admin, "integrations");
        menu.WaitForElement("button", Patience);
        await Button(menu, "Rename or delete").ClickAsync(new());

        await Dialogs.WaitForElement("button[aria-label='Share Failing']", Patience).ClickAsync(new());
        await Dialogs.WaitForElement("button[aria-label='Keep Failing to its owner']", Patience).ClickAsync(new());
        await Dialogs.WaitForElement("button[aria-label='Rename Failing']", Patience).ClickAsync(new());
        Dialogs.WaitForElement("#saved-filter-rename", Patience).Input("Broken");
        await Dialogs.Find("form").SubmitAsync();
        await Dialogs.WaitForElement("button[aria-label='Delete Broken']", Patience).ClickAsync(new());

        menu.WaitForAssertion(() => Assert.Empty(menu.FindAll("#saved-filters a")), Patience);
        Assert.Empty(await filters.ListAsync(hub.Admin, SavedFilterLists.Integrations, CancellationToken.None));
    }

    private IRenderedComponent<SavedFilterMenu> Open(CoreHub hub, Caller caller, string address)
    {
        Services.AddSingleton(hub.Get<SavedFilterService>());
        Services.AddSingleton(SignedIn.As(caller));
        _ = Dialogs;
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<SavedFilterMenu>(menu => menu.Add(m => m.List, SavedFilterLists.Integrations));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<SavedFilterMenu> menu, string words) =>
        menu.FindAll("button").Single(button => button.TextContent.Contains(words, StringComparison.Ordinal));
}
