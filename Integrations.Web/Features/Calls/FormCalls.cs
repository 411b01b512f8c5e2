using System.Text.Json.Nodes;
using Integrations.Core.Bulk;
using Integrations.Core.Connections.Links;
using Integrations.Core.Instances;
using Integrations.Web.Api.Platform;

namespace Integrations.Web.Features.Calls;

/// <summary>What forms send, as a program would, with what stands in them now. Secrets are never part of it.</summary>
internal static class FormCalls
{
    /// <summary>An act on many integrations.</summary>
    /// <param name="action">What is done to each.</param>
    /// <param name="ids">Which; null where the filter says it.</param>
    /// <param name="filter">Which match; its level is no part of the route.</param>
    public static ApiCall Batch(BatchAction action, IReadOnlyCollection<Guid>? ids, InstanceFilter filter)
    {
        var body = new JsonObject { ["action"] = BatchNames.Of(action) };
        if (ids is not null)
        {
            body["ids"] = Texts(ids.Select(id => $"{id}"));
        }
        else
        {
            body["filter"] = Given(("status", filter.Status is { } status ? PlatformNames.Of(status) : null), ("providerName", filter.ProviderName), ("search", filter.Search), ("tag", filter.Tag));
        }

        return new ApiCall("/api/tenant/integrations/batch", body, $"Platform.StartBatchAsync({ApiCall.Initializer(body)})");
    }

    /// <summary>A new webhook; its headers and its secret are the program's to add.</summary>
    public static ApiCall Webhook(string name, string url, IEnumerable<string> events)
    {
        var body = new JsonObject { ["name"] = name, ["url"] = url, ["events"] = Texts(events) };
        return new ApiCall("/v1/integrations/webhooks", body, $"Automation.CreateWebhookAsync({ApiCall.Initializer(body)})");
    }

    /// <summary>A new link to connect.</summary>
    public static ApiCall ConnectLink(NewConnectLink link)
    {
        var who = Given(
            ("kind", ConnectLinkNames.Of(link.Audience)),
            ("member", link.Audience == ConnectLinkAudience.Member ? link.Member : null),
            ("email", link.Audience == ConnectLinkAudience.Outside ? link.Email : null),
            ("label", link.Audience == ConnectLinkAudience.Outside ? link.Label : null),
            ("reference", link.Audience == ConnectLinkAudience.Outside ? link.Reference : null));
        var body = new JsonObject { ["providers"] = Texts(link.Providers), ["for"] = who, ["expiresInDays"] = (int)link.Lifetime.TotalDays, ["sendMail"] = link.SendMail };
        return new ApiCall("/api/connect-links", body, $"Platform.CreateConnectLinkAsync({ApiCall.Initializer(body)})");
    }

    /// <summary>Settings of an integration of the organization.</summary>
    public static ApiCall Integration(Guid id, InstanceChanges changes)
    {
        var body = Given(("name", changes.Name));
        body["description"] = changes.Description;
        body["settings"] = changes.Settings?.DeepClone();
        body["allowedShardTypes"] = Texts(changes.AllowedShardTypes);
        body["searchEnabled"] = changes.SearchEnabled;
        body["searchableEntities"] = Texts(changes.SearchableEntities);
        body["tags"] = Texts(changes.Tags);
        foreach (var absent in body.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            body.Remove(absent);
        }

        return new ApiCall($"/api/tenant/integrations/{id}", body, $"Platform.UpdateInstanceAsync({ApiCall.Literal($"{id}")}, {ApiCall.Initializer(body, "settings")})") { Method = "PATCH" };
    }

    /// <summary>An integration's set-up as a template.</summary>
    public static ApiCall Template(Guid integrationId, string name)
    {
        var body = new JsonObject { ["integrationId"] = $"{integrationId}", ["name"] = name };
        return new ApiCall("/api/tenant/templates", body, $"Platform.SaveTemplateAsync({ApiCall.Initializer(body)})");
    }

    private static JsonArray? Texts(IEnumerable<string>? texts) => texts is null ? null : [.. texts.Select(text => (JsonNode)text)];

    /// <summary>What is not given is no member.</summary>
    private static JsonObject Given(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var given = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                given[name] = value;
            }
        }

        return given;
    }
}
