using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Declared;

/// <summary>Finds which call of a provider file a request is, and answers it from the account's things.</summary>
internal sealed class DeclaredAnswers
{
    private readonly DeclaredFile _file;
    private readonly IReadOnlyList<DeclaredKind> _kinds;
    private readonly AccountWorlds<DeclaredWorld> _worlds;
    private readonly TimeProvider _time;
    private readonly DeclaredEvents? _events;
    private readonly List<DeclaredOperation> _operations = [];

    public DeclaredAnswers(DeclaredFile file, IReadOnlyList<DeclaredKind> kinds, AccountWorlds<DeclaredWorld> worlds, TimeProvider time, DeclaredEvents? events)
    {
        (_file, _kinds, _worlds, _time, _events) = (file, kinds, worlds, time, events);
        var account = (JsonObject)file.Api["account"]!;
        foreach (var own in new[] { account }.Concat((account["byKind"] as JsonObject ?? []).Select(kind => (JsonObject)kind.Value!)).Where(one => one.ContainsKey("request")))
        {
            Add("account", "0", own);
            foreach (var (step, index) in (own["then"] as JsonArray ?? []).Select((step, index) => ((JsonObject)step!, index)))
            {
                Add("account", $"{index + 1}", step);
            }
        }

        foreach (var (name, entity) in file.Api["entities"] as JsonObject ?? [])
        {
            // First, as a word of their path may look like an id: /tasks/delta.
            Add("sync", name, entity!["sync"] as JsonObject);
            Add("gone", name, entity["sync"]?["gone"] as JsonObject);
            foreach (var what in new[] { "search", "list", "read" })
            {
                Add(what, name, entity[what] as JsonObject);
            }
        }

        foreach (var action in (file.Api["actions"] as JsonArray ?? []).Cast<JsonObject>())
        {
            Add("action", action.Text("name")!, action);
        }
    }

    /// <param name="http">The request.</param>
    /// <param name="root">What stands before the API's own paths.</param>
    public async Task<IResult> AnswerAsync(HttpContext http, string root)
    {
        // As it was sent: an escaped slash is part of a segment.
        var sent = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        var path = sent.Contains(root, StringComparison.Ordinal) ? sent[(sent.IndexOf(root, StringComparison.Ordinal) + root.Length)..] : http.Request.Path.Value![root.Length..];
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        var json = http.Request.HasJsonContentType() ? await SandboxJson.ReadAsync(http) : null;
        foreach (var operation in _operations)
        {
            if (operation.Match(http.Request, path, json, form) is { } taken)
            {
                var account = SandboxAccess.Of(http).Account;
                return operation.What switch
                {
                    "account" => Account(operation, account),
                    "read" => Read(http, operation, account, taken),
                    "action" => Act(http, operation, account, taken),
                    _ => List(http, operation, account, taken),
                };
            }
        }

        return SandboxJson.Answer(new { message = $"The provider file of {_file.Name} describes no such request: {http.Request.Method} {path}{http.Request.QueryString}" }, StatusCodes.Status400BadRequest);
    }

    private IResult Account(DeclaredOperation operation, SandboxAccount account)
    {
        var forms = _file.Data["account"] is JsonArray list ? list : new JsonArray(_file.Data["account"]!.DeepClone());
        return SandboxJson.Answer(PlaceText.Fill(forms[int.Parse(operation.Name, CultureInfo.InvariantCulture)], name => name switch
        {
            "id" => SandboxSeed.Guid(_file.Key, account.Email).ToString("D"),
            "number" => $"{SandboxSeed.Number(_file.Key, account.Email)}",
            "name" => account.Name,
            "email" => account.Email,
            "login" => account.Login,
            _ => null,
        }));
    }

    private IResult List(HttpContext http, DeclaredOperation operation, SandboxAccount account, Dictionary<string, string> taken)
    {
        var paging = operation.Plan["paging"] as JsonObject;
        var kind = paging.Text("kind") ?? "none";
        var most = paging?["most"]?.GetValue<int>() ?? 100;
        var size = paging?["fixed"]?.GetValue<int>() ?? (taken.TryGetValue("limit", out var limit) ? int.Parse(limit, CultureInfo.InvariantCulture) : most);
        if (size > most && paging?["fixed"] is null)
        {
            return SandboxJson.Answer(new { message = $"A page has {most} things at most." }, StatusCodes.Status400BadRequest);
        }

        // What the first page was asked for stands in the token where further pages are asked for by it alone.
        if (operation.Request == paging?["request"] && taken.TryGetValue("cursor", out var asked) && !DeclaredPlace.Restore(asked, taken, ref size))
        {
            if (!operation.Plan.ContainsKey("delta"))
            {
                return SandboxJson.Answer(new { message = "This place in a listing is not known." }, StatusCodes.Status400BadRequest);
            }

            // The same call takes the token of the walk before.
            taken["delta"] = asked;
            taken.Remove("cursor");
        }

        return _worlds.Use(account, world =>
        {
            var text = taken.GetValueOrDefault("text")?.Replace("\\", "", StringComparison.Ordinal);
            var sync = _file.Api["entities"]![operation.Name]!["sync"] as JsonObject;
            if (DeclaredChanges.Of(operation, sync, world, taken) is not { } listed)
            {
                return SandboxJson.Answer(new { message = "This token is not known any more." }, (sync!["delta"]!["gone"] as JsonArray)?[0]!.GetValue<int>() ?? StatusCodes.Status400BadRequest);
            }

            var found = listed.Where(record => text is null || record.Matches(text)).ToList();
            if (Offset(kind, paging, taken, size, found) is not { } offset)
            {
                return SandboxJson.Answer(new { message = "This place in a listing is not known." }, StatusCodes.Status400BadRequest);
            }

            var page = found.Skip(offset).Take(kind == "none" ? most : size).ToList();
            var goesOn = kind != "none" && offset + page.Count < found.Count;
            var envelope = (JsonObject)(PlaceText.Fill(Form(operation.Name)?["page"], _ => null) ?? new JsonObject());
            if (paging is not null)
            {
                GoOn(http, kind, paging, envelope, paging.ContainsKey("request") ? DeclaredPlace.Keep(offset + page.Count, size, taken) : DeclaredPlace.Of(offset + page.Count), goesOn, _file.LeavesOutEmpty);
            }

            if (!goesOn)
            {
                DeclaredChanges.Token(envelope, operation, SandboxAddress.WithQuery(http).Split('?')[0], _time.GetUtcNow());
            }

            // Behind [] stands what is picked out of each item: it is put back around it.
            var place = ((operation.What is "sync" or "gone" ? null : Form(operation.Name).Text("items")) ?? operation.Plan.Text("items")!).Split("[]", 2);
            var items = new JsonArray([.. page.Select(record => Around(DeclaredChanges.Mark(Show(http, record, operation.What switch { "search" => "searched", "sync" => "synced", "gone" => "gone", _ => "listed" }), operation, record), place.ElementAtOrDefault(1)))]);
            return SandboxJson.Answer(items.Count == 0 && place.Length > 1 && _file.LeavesOutEmpty ? envelope : JsonPlace.Put(envelope, place[0], items));
        });
    }

    private static int? Offset(string kind, JsonObject? paging, Dictionary<string, string> taken, int size, List<DeclaredRecord> found) => kind switch
    {
        "page" => taken.TryGetValue("page", out var page) && int.TryParse(page, out var number) ? (number - (paging?["first"]?.GetValue<int>() ?? 1)) * size : 0,
        "offset" => taken.TryGetValue("offset", out var offset) && int.TryParse(offset, out var rows) ? rows : 0,
        "none" => 0,
        _ when !taken.TryGetValue("cursor", out var cursor) => 0,
        _ when paging.Text("at")?.Contains("[last]", StringComparison.Ordinal) == true =>
            found.FindIndex(record => record.Id[0] == taken["cursor"]) is >= 0 and var index ? index + 1 : null,
        _ => DeclaredPlace.Offset(taken["cursor"]),
    };

    private static JsonNode? Around(JsonNode? item, string? picked) => picked switch
    {
        null or "" => item,
        "[0]" => new JsonArray(item),
        _ => new JsonObject { [picked.TrimStart('.')] = item },
    };

    private static void GoOn(HttpContext http, string kind, JsonObject paging, JsonObject envelope, string cursor, bool goesOn, bool leavesOutEmpty)
    {
        var parameter = paging.Text("parameter");
        if (kind == "cursor" && paging.Text("at") is { } at && !at.Contains("[last]", StringComparison.Ordinal))
        {
            // A token of its own is null after the last page; an object around it is left out.
            if (goesOn || !(leavesOutEmpty || at.Contains('.', StringComparison.Ordinal)))
            {
                JsonPlace.Put(envelope, at, goesOn ? JsonValue.Create(cursor) : null);
            }
        }
        else if (kind == "next" && (goesOn || !leavesOutEmpty))
        {
            JsonPlace.Put(envelope, paging.Text("at")!, goesOn ? JsonValue.Create(SandboxAddress.WithQuery(http, (parameter!, cursor))) : null);
        }
        else if (kind == "link")
        {
            // One line each, as some vendors send them.
            http.Response.Headers.Append("Link", $"<{SandboxAddress.WithQuery(http)}>; rel=\"self\"");
            http.Response.Headers.Append("Link", $"<{SandboxAddress.WithQuery(http, (parameter!, cursor))}>; rel=\"next\"; results=\"{(goesOn ? "true" : "false")}\"; cursor=\"{cursor}\"");
        }

        if (paging.Text("more") is { } more)
        {
            JsonPlace.Put(envelope, more, goesOn);
        }

        if (paging.Text("last") is { } last)
        {
            JsonPlace.Put(envelope, last, !goesOn);
        }
    }

    private IResult Read(HttpContext http, DeclaredOperation operation, SandboxAccount account, Dictionary<string, string> taken) => _worlds.Use(account, world =>
    {
        string[] id = taken.TryGetValue("id", out var one) ? [one] : [taken["id1"], taken["id2"]];
        return Find(world, operation.Name, id) is { } record
            ? SandboxJson.Answer(JsonPlace.Put((JsonObject)(PlaceText.Fill(Form(operation.Name)?["single"], _ => null) ?? new JsonObject()), operation.Plan.Text("item") ?? "$", Show(http, record, "read")))
            : Absent();
    });

    private IResult Act(HttpContext http, DeclaredOperation operation, SandboxAccount account, Dictionary<string, string> taken)
    {
        var effect = _file.Data["actions"]?[operation.Name] as JsonObject ?? [];
        return _worlds.Use(account, world =>
        {
            DeclaredRecord? thing = null;
            string[]? within = null;
            foreach (var (name, parameter) in operation.Plan["parameters"]!.AsObject())
            {
                if (parameter.Text("thing") is { } entity && (taken.ContainsKey(name) || taken.ContainsKey(name + "1")))
                {
                    string[] parts = taken.TryGetValue(name, out var whole) ? [whole] : [taken[name + "1"], taken[name + "2"]];
                    if ((thing = Find(world, entity, parts)) is null)
                    {
                        return Absent();
                    }

                    within = parts;
                }
            }

            var shown = thing;
            if (effect.Text("creates") is { } creates)
            {
                var kind = _kinds.Single(one => one.Name == creates);
                shown = world.Add(kind, account, taken[effect.Text("title")!], effect.Text("text") is { } text ? taken.GetValueOrDefault(text) ?? "" : "", _time.GetUtcNow(), kind.Parts > 1 ? within : null);
            }

            if (effect["deletes"]?.GetValue<bool>() == true)
            {
                thing!.IsDeleted = true;
            }

            if (shown is not null)
            {
                shown.ChangedAt = _time.GetUtcNow();
                _events?.Announce(account, shown, effect.ContainsKey("creates") ? "create" : shown.IsDeleted ? "delete" : "change");
            }

            var envelope = (JsonObject)(PlaceText.Fill(effect["answer"], name => shown?.Find(name) ?? taken.GetValueOrDefault(name)) ?? new JsonObject());
            var result = operation.Plan["result"];
            var status = effect["status"]?.GetValue<int>() ?? StatusCodes.Status200OK;
            return effect["empty"]?.GetValue<bool>() == true ? Results.StatusCode(StatusCodes.Status204NoContent)
                : SandboxJson.Answer(result.Text("entity") is not null ? JsonPlace.Put(envelope, result.Text("item") ?? "$", Show(http, shown!, "read")) : envelope, status);
        });
    }

    private static DeclaredRecord? Find(DeclaredWorld world, string entity, string[] id) =>
        world.Records.Find(record => record.Entity == entity && record.Id.Count == id.Length && record.Id.Zip(id).All(pair => string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase)));

    private JsonNode? Show(HttpContext http, DeclaredRecord record, string how)
    {
        var form = Form(record.Entity);
        return PlaceText.Fill(form?[how] ?? (how == "read" ? null : form?["listed"]) ?? form?["record"], name => name == "web"
            ? SandboxAddress.Of(http, $"https://{_file.Bases[0].Host}/sandbox-record/{record.Entity}/{string.Join('/', record.Id)}")
            : record.Find(name));
    }

    private JsonObject? Form(string entity) => _file.Data["entities"]?[entity] as JsonObject;

    private IResult Absent() => _file.Data["refusals"]?["absent"] is JsonObject own
        ? SandboxJson.Answer(own["body"], own["status"]?.GetValue<int>() ?? StatusCodes.Status404NotFound)
        : SandboxJson.Answer(new { message = "Not found" }, StatusCodes.Status404NotFound);

    private void Add(string what, string name, JsonObject? plan)
    {
        if (plan?["request"] is JsonObject request)
        {
            _operations.Add(new DeclaredOperation(what, name, request, plan));
            if (plan["paging"]?["request"] is JsonObject further)
            {
                _operations.Add(new DeclaredOperation(what, name, further, plan));
            }
        }
    }
}
