using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
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

            if (parameter.Find("lookUp") is { } lookUp)
            {
                CheckLookUp(lookUp, parameters);
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
                Translations = Translations(node.Find("words")),
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

    private void CheckLookUp(FileNode lookUp, FileNode parameters)
    {
        var found = (lookUp.Find("entity") is { Kind: JsonValueKind.Array } several ? several.Items : [lookUp.Find("entity")!]).Select(scope.EntityOf).OfType<EntityPlan>().ToList();
        if (lookUp.Find("value") is { } value && value.Text is not (ParameterLookUp.Id or ParameterLookUp.PlainId or ParameterLookUp.Title)
            && found.Find(entity => !HasField(entity, value.Text)) is { } without)
        {
            scope.Problems.Add(value.Wrong($"The entity {FileProblem.Quote(without.Name)} has no field {FileProblem.Quote(value.Text)}; the value is one of its fields, or {ParameterLookUp.Id}, {ParameterLookUp.PlainId} or {ParameterLookUp.Title}."));
        }

        foreach (var (_, by) in lookUp.Find("within")?.Members ?? [])
        {
            if (parameters.Find(by.Text) is null)
            {
                scope.Problems.Add(by.Wrong($"There is no parameter {FileProblem.Quote(by.Text)} to look within."));
            }
        }
    }

    private bool HasField(EntityPlan entity, string field) =>
        scope.Manifest.Entities.FirstOrDefault(known => known.Name == entity.Name)?.Fields.Any(known => known.Name == field) == true;

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Translations(FileNode? words) => (words?.Members ?? []).ToDictionary(
        language => language.Key,
        language => (IReadOnlyDictionary<string, string>)language.Value.Members.ToDictionary(text => text.Key, text => text.Value.Text, StringComparer.Ordinal),
        StringComparer.Ordinal);

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
