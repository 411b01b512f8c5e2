using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative;

/// <summary>A provider file whose vendor can be told to do things.</summary>
internal sealed class ActingConnector(ProviderFile file) : SearchingConnector(file), IRunActions
{
    public IReadOnlyList<ActionDescriptor> KnownActions { get; } = [.. file.Api.Actions.Select(action => action.Descriptor)];

    public Task<Result<IReadOnlyList<ActionDescriptor>>> ListActionsAsync(VendorSession session, CancellationToken cancellationToken) =>
        Task.FromResult(Result<IReadOnlyList<ActionDescriptor>>.Success(KnownActions));

    public async Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, JsonElement parameters, CancellationToken cancellationToken)
    {
        if (Api.Actions.FirstOrDefault(one => one.Descriptor.Name == action) is not { } plan)
        {
            return Failure.NotFound("action.unknown", $"{session.VendorName} has no action '{VendorFailures.Clean(action, 80)}'.");
        }

        var places = new Places(name => session.Facts[name]);
        foreach (var parameter in parameters.ValueKind == JsonValueKind.Object ? parameters.EnumerateObject() : default)
        {
            if (Set(places, plan, parameter) is { } wrong)
            {
                return wrong;
            }
        }

        if (!(await AskAsync(session, plan.Request, places, cancellationToken, mayBeEmpty: true, plan.IdempotencyHeader)).TryGet(out var answer, out var failure))
        {
            return failure;
        }

        var output = new JsonObject();
        foreach (var (name, path) in plan.Output)
        {
            if (path.First(answer.Body) is { } value)
            {
                output[name] = KeptAnswer.Of(value.Read() ?? value.GetRawText());
            }
        }

        ExternalEntity? made = null;
        if (plan.Result is not null)
        {
            made = plan.ResultItem.First(answer.Body) is { } item ? plan.Result.ToEntity(item, answer.Body, name => session.Facts[name], isRead: true) : null;
            if (made is null)
            {
                // It was answered 2xx, so it may be done.
                return VendorFailures.Unreadable(session.VendorName, answer.Response.ContentType, (int)answer.Response.Status);
            }
        }

        return new ActionOutcome(output, made);
    }

    private static Failure? Set(Places places, ActionPlan plan, JsonProperty parameter)
    {
        if (plan.Things.TryGetValue(parameter.Name, out var thing))
        {
            if (parameter.Value.Read() is not { } id || thing.Parts(id) is not { } parts)
            {
                return Failure.InvalidField(parameter.Name, $"This is not the id of a {thing.DisplayName.ToLowerInvariant()}. Take it from a search.");
            }

            EntityPlan.Set(places, parameter.Name, parts);
            if (plan.Forms.GetValueOrDefault(parameter.Name) == "number" && long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                places.Set(parameter.Name, JsonValue.Create(number));
            }

            return null;
        }

        var form = plan.Forms.GetValueOrDefault(parameter.Name);
        switch (form)
        {
            case "unix" or "unix_ms":
                if (VendorJson.ParseTime(parameter.Value.Read()) is not { } time)
                {
                    return Failure.InvalidField(parameter.Name, "This must be a date and time with offset, such as 2026-11-24T10:00:00+01:00.");
                }

                places.Set(parameter.Name, JsonValue.Create(form == "unix" ? time.ToUnixTimeSeconds() : time.ToUnixTimeMilliseconds()));
                break;
            case "html":
                places.Set(parameter.Name, WebUtility.HtmlEncode(parameter.Value.Read()));
                break;
            default:
                places.Set(parameter.Name, parameter.Value);
                break;
        }

        return null;
    }
}
