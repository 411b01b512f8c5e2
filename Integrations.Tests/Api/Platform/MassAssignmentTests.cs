using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Integrations.Web.Api.Platform;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Api.Platform;

/// <summary>Fields that belong to the server are posted, and stay the server's (SECURITY A6).</summary>
public sealed class MassAssignmentTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private static readonly Guid ForgedId = Guid.Parse("deadbeef-dead-4bad-8bad-deadbeefdead");
    private static readonly DateTimeOffset ForgedTime = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private const string ForgedText = "forged-by-a-caller";
    private const int ForgedNumber = 7_654_321;

    [Fact, Proves("A6")]
    public async Task Create_WithEveryFieldOfTheRows_TakesTheDocumentedOnesOnly()
    {
        var body = Forged(except: typeof(CreateInstanceRequest));
        body["integrationId"] = "github";
        body["name"] = PlatformScene.Unique("forged");

        var created = await ApiHub.SendAsync(hub.Admin, "POST", PlatformScene.Tenant, body.ToJsonString());

        Assert.True(created.Status == 201, created.ToString());
        await IsUntouchedAsync(created["id"].GetGuid());
    }

    [Fact, Proves("A6")]
    public async Task Update_WithEveryFieldOfTheRows_TakesTheDocumentedOnesOnly()
    {
        var id = await hub.EnableAndConnectAsync();
        var body = Forged(except: typeof(PatchInstanceRequest));
        body["description"] = "A new description";

        var changed = await ApiHub.SendAsync(hub.Admin, "PATCH", $"{PlatformScene.Tenant}/{id}", body.ToJsonString());

        Assert.True(changed.Status == 200, changed.ToString());
        Assert.Equal("A new description", changed["description"].GetString());
        await IsUntouchedAsync(id);
    }

    private async Task IsUntouchedAsync(Guid id)
    {
        await using var db = await hub.Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var instance = await db.Instances.AsNoTracking().SingleAsync(i => i.Id == id);
        var connections = await db.Connections.AsNoTracking().Where(c => c.InstanceId == id).ToListAsync();
        Assert.Equal((hub.AdminCaller.OrganizationId, "github"), (instance.OrganizationId, instance.ProviderKey));
        foreach (var row in connections.Cast<object>().Append(instance))
        {
            foreach (var property in row.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
            {
                var value = property.GetValue(row);
                Assert.False(
                    Equals(value, ForgedId) || Equals(value, ForgedTime) || Equals(value, ForgedNumber) || Equals(value, (long)ForgedNumber) || Equals(value, ForgedText),
                    $"{row.GetType().Name}.{property.Name} was taken from the body.");
            }
        }
    }

    /// <summary>Every property of the rows and of the answer, but for those that the request documents.</summary>
    private static JsonObject Forged(Type except)
    {
        var documented = except.GetProperties().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var body = new JsonObject();
        foreach (var property in new[] { typeof(IntegrationInstance), typeof(Connection), typeof(InstanceResponse) }.SelectMany(t => t.GetProperties())
                     .Where(p => !documented.Contains(p.Name)).DistinctBy(p => p.Name, StringComparer.OrdinalIgnoreCase))
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            body[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] =
                type == typeof(Guid) ? ForgedId.ToString()
                : type == typeof(DateTimeOffset) ? ForgedTime.ToString("O")
                : type == typeof(int) || type == typeof(long) ? ForgedNumber
                : type == typeof(bool) ? true
                : ForgedText;
        }

        Assert.Contains("organizationId", body.Select(member => member.Key));
        return body;
    }
}
