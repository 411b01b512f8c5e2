using Bunit;
using Integrations.Core.Permissions;
using Integrations.Core.SavedFilters;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.SavedFilters;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.SavedFilters;

/// <summary>A list that is narrowed to something that is no more says so, and offers to delete the saved filter that asked for it.</summary>
public sealed class GoneFilterTests : ComponentContext
{
    private const string Without = "/activity?status=failed";

    private int _changes;

    [Fact]
    public async Task SavedFilterOfOnesOwn_IsDeletedThere_AndThePageGoesOn()
    {
        await using var hub = await CoreHub.StartAsync();
        await SaveAsync(hub, hub.User, isShared: false);
        var note = Open(hub, hub.User);

        Assert.Contains("It is no more", note.Find("p").TextContent, StringComparison.Ordinal);
        Assert.Equal(Without, note.Find("a").GetAttribute("href"));
        await note.WaitForElement("button").ClickAsync(new());

        note.WaitForAssertion(() => Assert.EndsWith(Without, Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal(1, _changes);
        Assert.Empty(await hub.Get<SavedFilterService>().ListAsync(hub.User, SavedFilterLists.Activity, CancellationToken.None));
    }

    [Fact]
    public async Task WhatThePersonMayNotDelete_IsNotOffered()
    {
        await using var hub = await CoreHub.StartAsync();
        await SaveAsync(hub, hub.Admin, isShared: true);

        Assert.Empty(Open(hub, hub.User).FindAll("button"));
        Assert.Single(await hub.Get<SavedFilterService>().ListAsync(hub.User, SavedFilterLists.Activity, CancellationToken.None));
    }

    private static async Task SaveAsync(CoreHub hub, Caller owner, bool isShared) => Assert.True(
        (await hub.Get<SavedFilterService>().SaveAsync(owner, new NewSavedFilter(SavedFilterLists.Activity, "Old code", $"integration={Guid.Empty}&status=failed", isShared), CancellationToken.None)).IsSuccess);

    private IRenderedComponent<GoneFilter> Open(CoreHub hub, Caller caller)
    {
        Services.AddSingleton(hub.Get<SavedFilterService>());
        Services.AddSingleton(SignedIn.As(caller));
        Services.GetRequiredService<NavigationManager>().NavigateTo($"activity?status=failed&integration={Guid.Empty}");
        return Render<GoneFilter>(parameters => parameters.Add(g => g.List, SavedFilterLists.Activity).Add(g => g.Text, "It is no more.").Add(g => g.Without, Without).Add(g => g.Changed, () => { _changes++; }));
    }
}
