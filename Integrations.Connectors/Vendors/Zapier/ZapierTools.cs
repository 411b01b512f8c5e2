using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using ModelContextProtocol.Client;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>Reads what a server offers. Two families exist: one tool per action, and servers with general tools.</summary>
internal static class ZapierTools
{
    private const int SchemaMaxLength = 64 * 1024;
    private const int SchemaMaxDepth = 40;

    // These change the user's own server, or are the general tools themselves: none is an action to offer.
    private static readonly HashSet<string> General = new(StringComparer.Ordinal)
    {
        "discover_zapier_actions", "enable_zapier_action", "disable_zapier_action", "list_enabled_zapier_actions", "inspect_zapier_actions", "auto_provision_mcp",
        "execute_zapier_read_action", "execute_zapier_write_action", "list_zapier_connections", "manage_zapier_connections", "get_configuration_url",
        "list_zapier_skills", "get_zapier_skill", "create_zapier_skill", "update_zapier_skill", "delete_zapier_skill", "send_feedback",
    };

    private static readonly string[] Listing = ["list_enabled_zapier_actions", "inspect_zapier_actions"];

    // Makers whose apps have a second word: "google_calendar_create_event" is Google Calendar's.
    private static readonly HashSet<string> Makers = new(StringComparer.Ordinal) { "google", "microsoft", "zoho", "facebook", "linkedin", "amazon", "adobe", "zapier", "apple", "youtube_data" };

    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    /// <summary>Asks once a visit.</summary>
    public static async Task<Result<IReadOnlyList<ZapierTool>>> ReadAsync(ZapierServer server, CancellationToken cancellationToken)
    {
        if (server.Offered is { } offered)
        {
            return Result<IReadOnlyList<ZapierTool>>.Success(offered);
        }

        var listed = await server.ListToolsAsync(cancellationToken);
        if (!listed.TryGet(out var tools, out var failure))
        {
            return failure;
        }

        var found = tools.Where(tool => !General.Contains(tool.Name)).Select(Own).ToList();
        if (tools.FirstOrDefault(tool => Listing.Contains(tool.Name, StringComparer.Ordinal)) is { } listing)
        {
            var enabled = await ZapierEnabledAction.ListAsync(server, listing, tools, cancellationToken);
            if (!enabled.TryGet(out var behind, out failure))
            {
                return failure;
            }

            found.AddRange(behind);
        }

        server.Offered = [.. found.DistinctBy(tool => tool.Action.Name, StringComparer.Ordinal)];
        return Result<IReadOnlyList<ZapierTool>>.Success(server.Offered);
    }

    /// <summary>"Slack" of <c>slack_send_message</c>: the title's part before a colon, else the name's first word or two.</summary>
    public static string App(string name, string? title)
    {
        if (title?.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
        {
            return EntityText.Title(title[..colon]);
        }

        var words = name.Split('_', '.', '-', ' ').Where(word => word.Length > 0).ToList();
        var taken = words.Count > 2 && Makers.Contains(words[0].ToLowerInvariant()) ? 2 : 1;
        return words.Count == 0 ? "Zapier" : EntityText.Title(string.Join(' ', words.Take(taken).Select(Capital)));
    }

    public static bool SoundsReadOnly(string name) =>
        name.Split('_', '.', '-').Any(word => word is "read" or "find" or "search" or "get" or "list" or "lookup");

    private static ZapierTool Own(McpClientTool tool)
    {
        var annotations = tool.ProtocolTool.Annotations;
        var title = tool.ProtocolTool.Title ?? annotations?.Title;
        var app = App(tool.Name, title);
        var shown = title is null ? Words(tool.Name) : title.Contains(':', StringComparison.Ordinal) ? title : $"{app}: {title}";
        return new ZapierTool(
            new ActionDescriptor(ZapierNames.Action(tool.Name), EntityText.Title(shown, tool.Name), EntityText.Description(tool.Description) ?? $"Run {Words(tool.Name)}.", Bounded(tool.JsonSchema))
            {
                RunsWorkflow = true,
                Group = app,
            },
            annotations?.ReadOnlyHint ?? SoundsReadOnly(tool.Name),
            tool,
            null);
    }

    private static string Words(string name) => Capital(name.Replace('_', ' '));

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>A stranger's schema, kept only when it is small enough to be shown and checked.</summary>
    private static JsonElement Bounded(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || schema.GetRawText() is not { Length: <= SchemaMaxLength } text)
        {
            return AnyObject;
        }

        try
        {
            return JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = SchemaMaxDepth });
        }
        catch (JsonException)
        {
            return AnyObject;
        }
    }
}
