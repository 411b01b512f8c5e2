using System.Text.Json;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>Programs are told of every connection, however it was made; those of links are told by <c>ConnectLinkTests</c>.</summary>
public sealed class ConnectionEventTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task PastedCredential_IsToldAsCreated_ThenAsReconnected_AndRefusedOnesAsFailed()
    {
        var id = await hub.EnableAsync(hub.Admin, "github");

        Assert.False((await PasteAsync(id, "ghp_" + new string('x', 36))).IsSuccess);
        Assert.True((await PasteAsync(id)).IsSuccess);
        Assert.True((await PasteAsync(id)).IsSuccess);

        var told = await EventsAsync(id);
        Assert.Equal([EventTypes.ConnectionFailed, EventTypes.ConnectionCreated, EventTypes.ConnectionReconnected], told.Select(e => e.Type));
        Assert.All(told, e => Assert.Equal(("github", null, null, null), (Text(e.Data, "provider"), Text(e.Data, "linkId"), Text(e.Data, "reference"), Text(e.Data, "userId"))));
        Assert.NotNull(Text(told[0].Data, "code"));
        Assert.Null(Text(told[0].Data, "connectionId"));
        var connection = await hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id));
        Assert.Equal([connection.Id.ToString(), connection.Id.ToString()], told.Skip(1).Select(e => Text(e.Data, "connectionId")));
    }

    [Fact]
    public async Task SigningInAtTheVendor_IsToldAsCreated_AndDoneAgainAsReconnected()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "google_calendar");

        Assert.Null((await hub.SignInAtVendorAsync(hub.Admin, "google_calendar", id)).Failure);

        Assert.Equal([EventTypes.ConnectionCreated, EventTypes.ConnectionReconnected], (await EventsAsync(id)).Select(e => e.Type));
    }

    [Fact]
    public async Task OwnConnection_IsToldWithWhoseItIs()
    {
        var id = await hub.EnableAsync(hub.Admin, "github", new InstanceChanges { UserScoped = true });

        Assert.True((await hub.Get<ConnectionService>().ConnectAsync(hub.User, id, new ConnectRequest("api_key", hub.Credential("github", "api_key")), None)).IsSuccess);

        var (type, data) = Assert.Single(await EventsAsync(id));
        Assert.Equal((EventTypes.ConnectionCreated, hub.User.UserId.ToString()), (type, Text(data, "userId")));
    }

    private Task<Primitives.Result<ConnectionView>> PasteAsync(Guid id, string? token = null)
    {
        var fields = new Dictionary<string, string>(hub.Credential("github", "api_key"), StringComparer.Ordinal);
        foreach (var name in token is null ? [] : fields.Keys.ToList())
        {
            fields[name] = token!;
        }

        return hub.Get<ConnectionService>().ConnectAsync(hub.Admin, id, new ConnectRequest("api_key", fields), None);
    }

    private static string? Text(JsonElement data, string name) => data.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    private Task<List<(string Type, JsonElement Data)>> EventsAsync(Guid integrationId) => hub.WithDatabaseAsync(async db =>
        (await db.OutboxEvents.AsNoTracking().Where(e => e.Type.StartsWith("connection.") && e.Data.Contains(integrationId.ToString())).OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).ToListAsync())
            .ConvertAll(e => (e.Type, JsonElement.Parse(e.Data))));
}
