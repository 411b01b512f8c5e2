using Bunit;
using Integrations.Connectors;
using Integrations.Core.Activity;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Activity;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Activity;

/// <summary>One thing that was done, as the activity page tells it.</summary>
public sealed class ActivityDetailTests : ComponentContext
{
    public ActivityDetailTests() => Services.AddSingleton(new ConnectorCatalog([]));

    [Theory]
    [InlineData("en", "List connected", "The hub's tools")]
    [InlineData("de", "List connected", "Werkzeuge des Hubs")]
    public void ToolOfTheHub_IsNamed_AndBelongsToNoIntegration(string language, string what, string through)
    {
        using var speaking = new Speaking(language);

        var detail = Show(Row(ActivityTypes.Tool) with { Action = "list_connected", UserName = "Ada", Client = "My agent" });

        Assert.Equal(what, detail.Find("h2").TextContent);
        Assert.Contains(detail.FindAll("dd"), fact => fact.TextContent.Trim() == through);
        Assert.Contains(detail.FindAll("dd"), fact => fact.TextContent.Trim() == "My agent");
        Assert.DoesNotContain(detail.FindAll("a"), link => link.GetAttribute("href")!.StartsWith("/integrations/", StringComparison.Ordinal));
    }

    [Fact]
    public void ProgramThatActsForTheOrganization_IsWhoDidIt()
    {
        using var english = new Speaking("en");

        var program = Show(Row(ActivityTypes.Proxy) with { Client = "Repositories" });
        var hub = Show(Row(ActivityTypes.Sync));

        Assert.Equal("Repositories", By(program));
        Assert.Equal("the hub", By(hub));
    }

    private static string By(IRenderedComponent<ActivityDetail> detail) =>
        detail.FindAll("dt").Single(name => name.TextContent == "By").NextElementSibling!.TextContent.Trim();

    private static ActivityRow Row(string type) => new(Guid.NewGuid(), DateTimeOffset.UnixEpoch, Guid.Empty, "The hub's tools", "", type, ActivityStatus.Success, IsHidden: false);

    private IRenderedComponent<ActivityDetail> Show(ActivityRow row) => Render<ActivityDetail>(detail => detail.Add(d => d.Row, row).Add(d => d.CloseAddress, "/activity"));
}
