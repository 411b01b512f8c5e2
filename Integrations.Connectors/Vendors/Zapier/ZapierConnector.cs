using System.Net.Http.Headers;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>A user's Zapier MCP server: its tools are the integration's actions.</summary>
/// <remarks>Source: docs.zapier.com/mcp and the Model Context Protocol, revisions 2026-07-28 and 2025-11-25 (read 2026-11).</remarks>
internal sealed class ZapierConnector : IConnector, ISearchEntities, IGetEntity, IRunActions
{
    public string Provider => "zapier";

    /// <summary>Only the user's server knows what it offers.</summary>
    public IReadOnlyList<ActionDescriptor> KnownActions => [];

    /// <summary>Connects and lists; no action is run, so nothing is counted against the plan.</summary>
    public Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken) => VisitAsync(
        session,
        async server =>
        {
            var listed = await server.ListToolsAsync(cancellationToken);
            return listed.TryGet(out var tools, out var failure) ? await ZapierIdentity.OfAsync(session, server, tools, cancellationToken) : Result<VendorAccount>.Fail(failure);
        },
        cancellationToken);

    public async Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryDecode(query.Cursor, out var place))
        {
            return Failure.InvalidField("cursor", "This cursor is none of ours. Start the search again.");
        }

        return (await ToolsAsync(session, cancellationToken)).Map(tools =>
        {
            // The schema is for running, not for finding: its words would match everything.
            var matches = tools.Select(tool => tool.ToEntity())
                .Where(entity => query.Wants(entity.Type) && query.MatchesDates(null) && query.MatchesFilters(entity)
                    && query.MatchesText(entity with { Metadata = new() { [EntityFields.Container] = entity.Text(EntityFields.Container), ["id"] = entity.Id } }))
                .ToList();
            var items = matches.Skip(place.Skip).Take(query.Limit).ToList();
            var next = place.Skip + items.Count;
            return new EntityPage(items, next < matches.Count ? new PageCursor(0, null, next).Encode() : null, matches.Count);
        });
    }

    public async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        var read = await ToolsAsync(session, cancellationToken);
        return read.TryGet(out var tools, out var failure)
            ? tools.FirstOrDefault(tool => tool.IsNamed(externalId)) is { } found ? found.ToEntity() : VendorFailures.NotFound(session.VendorName, null)
            : failure;
    }

    public async Task<Result<IReadOnlyList<ActionDescriptor>>> ListActionsAsync(VendorSession session, CancellationToken cancellationToken) =>
        (await ToolsAsync(session, cancellationToken)).Map(tools => (IReadOnlyList<ActionDescriptor>)[.. tools.Select(tool => tool.Action).OrderBy(a => a.Group, StringComparer.OrdinalIgnoreCase)]);

    public Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, JsonElement parameters, CancellationToken cancellationToken) => VisitAsync<ActionOutcome>(
        session,
        async server =>
        {
            var read = await ZapierTools.ReadAsync(server, cancellationToken);
            if (!read.TryGet(out var tools, out var failure))
            {
                return failure;
            }

            if (tools.FirstOrDefault(tool => tool.IsNamed(action)) is not { } found)
            {
                return Failure.NotFound("action.unknown", $"The Zapier server has no action '{VendorFailures.Clean(action, 80)}' any more.");
            }

            var called = await server.CallAsync(found.Tool, found.Behind?.Arguments(found.Tool, parameters) ?? parameters, cancellationToken);
            if (!called.TryGet(out var result, out failure))
            {
                // Never repeated: no one knows whether it was done.
                return failure.Code == VendorFailures.TimedOutCode
                    ? failure with { Message = $"{session.VendorName} took too long to answer. The action may have been done all the same: look there before you run it again." }
                    : failure;
            }

            return result.IsError ? ZapierOutcome.Refused(session.VendorName, result) : ZapierOutcome.Read(found, result);
        },
        cancellationToken);

    /// <summary>A tool is known by its own name too, whatever the action is called.</summary>
    public ActionDescriptor? FindAction(IReadOnlyList<ActionDescriptor> actions, string name) =>
        actions.FirstOrDefault(action => action.Name == name) ?? actions.FirstOrDefault(action => action.Name == ZapierNames.Action(name));

    public void Authenticate(HttpRequestMessage request, VendorCredential credential)
    {
        var token = credential.Token.Reveal();
        if (ZapierAddress.AsAddress(token) is { } address)
        {
            // An older server is told apart by its path, which is its secret; there is no header then.
            request.RequestUri = address;
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Result<IReadOnlyDictionary<string, string>> Normalize(string authKind, IReadOnlyDictionary<string, string> fields) => ZapierAddress.Normalize(authKind, fields);

    private static Task<Result<IReadOnlyList<ZapierTool>>> ToolsAsync(VendorSession session, CancellationToken cancellationToken) =>
        VisitAsync(session, server => ZapierTools.ReadAsync(server, cancellationToken), cancellationToken);

    private static async Task<Result<T>> VisitAsync<T>(VendorSession session, Func<ZapierServer, Task<Result<T>>> work, CancellationToken cancellationToken)
    {
        if (session.Visit is { } visit)
        {
            var opened = await visit.OpenAsync(() => ZapierServer.ConnectAsync(session, cancellationToken));
            return opened.TryGet(out var shared, out var refused) ? await work(shared) : refused;
        }

        var connected = await ZapierServer.ConnectAsync(session, cancellationToken);
        if (!connected.TryGet(out var server, out var failure))
        {
            return failure;
        }

        await using (server)
        {
            return await work(server);
        }
    }
}
