using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Declarative.Plans;

namespace Integrations.Connectors.Declarative.File;

/// <summary>What can be done at a vendor, with its form as a schema.</summary>
internal sealed class ActionReader(ApiScope scope, RequestReader requests)
{
    public ActionPlan? Read(FileNode node)
    {
        var parameters = node.Find("parameters")!;
        var things = new Dictionary<string, EntityPlan>(StringComparer.Ordinal);
        var forms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, parameter) in parameters.Members)
        {
            if (scope.IsFact(name) || ApiScope.Asked.Contains(name, StringComparer.Ordinal))
            {
                scope.Problems.Add(parameter.Wrong(scope.IsFact(name)
                    ? $"'{name}' is a field, a setting or a fact of the connection already; call the parameter otherwise."
                    : $"'{name}' means something else in a request already, as do {string.Join(", ", ApiScope.Asked)}; call the parameter otherwise."));
            }

            if (parameter.Find("thing") is { } thing && scope.EntityOf(thing) is { } entity)
            {
                things[name] = entity;
            }

            if (parameter.FindText("as") is { } form)
            {
                forms[name] = form;
            }
        }

        bool IsParameter(string place) => scope.IsFact(place) || parameters.Find(place) is not null || things.Any(thing => ApiScope.IsPart(place, thing.Key, thing.Value.Id.Count));
        var request = requests.Read(node.Find("request")!, IsParameter, "a parameter of the action or a fact of the connection", reads: false);
        var result = node.Find("result");
        var made = result?.Find("entity") is { } type ? scope.EntityOf(type) : null;
        var item = scope.PathOf(result?.FindText("item") ?? "$", result ?? node);
        return request is null || item is null ? null : new ActionPlan
        {
            Descriptor = ActionParameters.Describe(node.FindText("name")!, node.FindText("displayName")!, node.FindText("description")!, (JsonObject)Json(parameters)!) with
            {
                IsRepeatable = request.Repeatable || node.Find("idempotencyHeader") is not null,
                ResultEntity = made?.Name,
            },
            Request = request,
            Things = things,
            Forms = forms,
            IdempotencyHeader = node.FindText("idempotencyHeader"),
            Output = [.. (result?.Find("output")?.Members ?? []).Select(member => (member.Key, Path: scope.Path(member.Value))).Where(member => member.Path is not null).Select(member => KeyValuePair.Create(member.Key, member.Path!))],
            Result = made,
            ResultItem = item,
        };
    }

    private static JsonNode? Json(FileNode node) => node.Kind switch
    {
        JsonValueKind.Object => new JsonObject(node.Members.Select(member => KeyValuePair.Create(member.Key, Json(member.Value)))),
        JsonValueKind.Array => new JsonArray([.. node.Items.Select(Json)]),
        JsonValueKind.String => JsonValue.Create(node.Text),
        JsonValueKind.Number => JsonNode.Parse(node.Text),
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        _ => null,
    };
}
