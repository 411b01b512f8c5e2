using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors.Declarative.File;

/// <summary>
/// Compiles the <c>api</c> section of a file that has the schema's form. What a schema cannot say is said here: names that nothing
/// gives a value, hosts that are not named, words that could leave their place in a vendor's query.
/// </summary>
internal sealed class ApiReader(ProviderManifest manifest, ICollection<FileProblem> problems)
{
    private static readonly string[] Asked = ["text", "limit", "cursor", "page", "offset", "start", "end", "startMs", "endMs", "id", "id1", "id2", "id3", "token"];
    private static readonly string[] ClosedHeaders = ["host", "content-length", "content-type", "transfer-encoding", "connection", "cookie", "authorization", "expect", "upgrade"];

    private readonly HashSet<string> _facts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EntityPlan> _entities = new(StringComparer.Ordinal);
    private IReadOnlyList<KeyValuePair<string, Template>> _headers = [];

    /// <summary>Null when something is wrong, which is told then.</summary>
    public ApiPlan? Read(FileNode api)
    {
        var before = problems.Count;
        TakeFields(api);
        _headers = Pairs(api.Find("headers"), name => name is not "token" && _facts.Contains(name), "a fact of the connection", isHeader: true);
        var accounts = Accounts(api.Find("account")!);
        foreach (var (name, entity) in api.Find("entities")?.Members ?? [])
        {
            if (Entity(name, entity) is { } read)
            {
                _entities[name] = read;
            }
        }

        var actions = (api.Find("actions")?.Items ?? []).Select(Action).OfType<ActionPlan>().ToList();
        foreach (var twice in actions.GroupBy(action => action.Descriptor.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add(api.Find("actions")!.Wrong($"There are two actions with the name '{twice.Key}'."));
        }

        var plan = new ApiPlan
        {
            Bases = Bases(api.Find("base")!),
            Sites = Sites(api.Find("sites")),
            Credentials = Credentials(api),
            Headers = _headers,
            Accounts = accounts,
            Entities = [.. _entities.Values],
            Actions = actions,
            Failures = [.. (api.Find("failures")?.Items ?? []).Select(Failure)],
            Words = [.. (api.Find("words")?.Items ?? []).Select(Path).OfType<ValuePath>()],
        };
        CheckEntities(api);
        return problems.Count == before ? plan : null;
    }

    private void TakeFields(FileNode api)
    {
        foreach (var name in manifest.Auth.SelectMany(method => method.Fields).Where(field => !field.Secret).Select(field => field.Name).Concat(manifest.Settings.Select(setting => setting.Name)))
        {
            Take(name, api);
        }
    }

    private void Take(string name, FileNode node)
    {
        if (Asked.Contains(name, StringComparer.Ordinal))
        {
            problems.Add(node.Wrong($"'{name}' is a name of the hub's own and cannot be a field, a setting or a fact."));
        }

        _facts.Add(name);
    }

    private List<Template> Bases(FileNode node)
    {
        var bases = new List<Template>();
        foreach (var one in node.Kind == JsonValueKind.Array ? node.Items : [node])
        {
            if (Text(one, name => manifest.Auth.Any(method => method.Fields.Any(field => field.Name == name && field.Type == "url")), "a field of type url of a way to connect") is not { } template)
            {
                continue;
            }

            if (!Uri.TryCreate(template.Fill(_ => "https://placeholder.example"), UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || address.UserInfo.Length > 0
                || address.Query.Length > 0 || address.Fragment.Length > 0 || one.Text.EndsWith('/') || (template.Names.Any() && (!template.BeginsWithName || template.Names.Count() > 1)))
            {
                problems.Add(one.Wrong("A base is an https address without a final slash, or a field of type url with a path behind it, such as {siteUrl}/api/v2."));
            }
            else if (!template.Names.Any() && !manifest.Hosts.Contains(CredentialHost(address), StringComparer.OrdinalIgnoreCase))
            {
                problems.Add(one.Wrong($"The host '{CredentialHost(address)}' is not among the file's \"hosts\", so the credential would not be sent there."));
            }

            bases.Add(template);
        }

        return bases;
    }

    private static string CredentialHost(Uri address) => Http.CredentialHosts.Of(address);

    private Dictionary<string, string> Sites(FileNode? node)
    {
        foreach (var (name, value) in node?.Members ?? [])
        {
            if (!manifest.Auth.Any(method => method.Fields.Any(field => field.Name == name && field.Type == "url")))
            {
                problems.Add(value.Wrong($"There is no field '{name}' of type url."));
            }
        }

        return node?.Members.ToDictionary(member => member.Key, member => member.Value.Text, StringComparer.Ordinal) ?? [];
    }

    private Dictionary<string, CredentialPlan> Credentials(FileNode api)
    {
        var plans = new Dictionary<string, CredentialPlan>(StringComparer.Ordinal);
        foreach (var (kind, node) in api.Find("credentials")?.Members ?? [])
        {
            var method = manifest.Method(kind);
            if (method is null)
            {
                problems.Add(node.Wrong($"There is no way to connect of the kind '{kind}' in \"auth\"."));
                continue;
            }

            bool Knows(string name) => (name == "token" && (method.OAuth is not null || method.Fields.Any(field => field.Name is "token" or "apiKey"))) || method.Fields.Any(field => field.Name == name);
            var place = node.FindText("in")!;
            var name = node.FindText("name");
            if (place is "header" or "query" && name is null)
            {
                problems.Add(node.Wrong("'name' is missing: the header or the query parameter that carries the credential."));
            }

            var value = node.Find(place == "basic" ? "user" : "value");
            if (place == "basic" && value is null)
            {
                problems.Add(node.Wrong("'user' is missing: the name that goes with the password, such as {email}."));
            }

            if ((value is null ? Template.Parse("{token}", out _) : Text(value, Knows, $"a field of the way to connect '{kind}'")) is { } template)
            {
                plans[kind] = new CredentialPlan(place, name, template, node.Find("password") is { } password ? Text(password, Knows, $"a field of the way to connect '{kind}'") : null);
            }
        }

        foreach (var method in manifest.Auth.Where(method => !plans.ContainsKey(method.Kind)))
        {
            if (method.OAuth is null && !method.Fields.Any(field => field.Name is "token" or "apiKey"))
            {
                problems.Add(api.Wrong($"\"credentials\" does not say how the way to connect '{method.Kind}' is sent, and it has no field 'token' or 'apiKey' for a bearer token."));
            }

            plans[method.Kind] = new CredentialPlan("bearer", null, Template.Parse("{token}", out _)!, null);
        }

        return plans;
    }

    private Dictionary<string, AccountPlan> Accounts(FileNode node)
    {
        var plans = new Dictionary<string, AccountPlan>(StringComparer.Ordinal);
        var shared = node.Find("request") is not null ? Account(node) : null;
        foreach (var (kind, own) in node.Find("byKind")?.Members ?? [])
        {
            if (manifest.Method(kind) is null)
            {
                problems.Add(own.Wrong($"There is no way to connect of the kind '{kind}' in \"auth\"."));
            }

            plans[kind] = Account(own);
        }

        foreach (var method in manifest.Auth.Where(method => !plans.ContainsKey(method.Kind)))
        {
            if (shared is null)
            {
                problems.Add(node.Wrong($"The account of the way to connect '{method.Kind}' is not said: give 'request', or an entry in 'byKind'."));
                break;
            }

            plans[method.Kind] = shared;
        }

        return plans;
    }

    private AccountPlan Account(FileNode node)
    {
        var steps = new List<AccountStep>();
        foreach (var step in (node.Find("then")?.Items ?? []).Prepend(node))
        {
            var request = Request(step.Find("request")!, IsFact, "a fact that is known before the account is", reads: true);
            var fields = Map(step.Find("map"), IsFact);
            if (step == node && !fields.Any(field => field.Key == "id"))
            {
                problems.Add((step.Find("map") ?? step).Wrong("'id' is missing: what tells one account from another."));
            }

            var facts = Map(step.Find("facts"), IsFact);
            facts.ForEach(fact => Take(fact.Key, step.Find("facts")!));
            if (request is not null)
            {
                steps.Add(new AccountStep(request, fields.ToDictionary(StringComparer.Ordinal), facts.ToDictionary(StringComparer.Ordinal)));
            }
        }

        return new AccountPlan { Steps = steps, IsCertain = !node.Flag("uncertain") };
    }

    private EntityPlan? Entity(string name, FileNode node)
    {
        var described = manifest.Entities.FirstOrDefault(entity => entity.Name == name);
        if (described is null)
        {
            problems.Add(node.Wrong($"'{name}' is not among the file's \"entities\"."));
            return null;
        }

        var id = node.FindTexts("id").Select(text => PathOf(text, node.Find("id")!)).OfType<ValuePath>().ToList();
        bool IsOfThing(string place) => IsFact(place) || place == "id" || IsPart(place, "id", id.Count);
        var read = node.Find("read")!;
        var search = Listing(node.Find("search"));
        var list = Listing(node.Find("list"));
        if (search is null && list is null && node.Find("search") is null && node.Find("list") is null && described.Searchable)
        {
            problems.Add(node.Wrong("There is neither 'search' nor 'list', so it cannot be searched; say \"searchable\": false in \"entities\", or how it is listed."));
        }

        var map = Map(node.Find("map"), IsOfThing);
        if (!map.Exists(field => field.Key == "title"))
        {
            problems.Add(node.Find("map")!.Wrong("'title' is missing."));
        }

        var request = Request(read.Find("request")!, IsOfThing, "the thing's id or a fact of the connection", reads: true);
        var item = PathOf(read.FindText("item") ?? "$", read);
        var readId = read.Find("id") is { } own ? read.FindTexts("id").Select(text => PathOf(text, own)).OfType<ValuePath>().ToList() : null;
        if (readId is not null && readId.Count != id.Count)
        {
            problems.Add(read.Wrong($"An id has {id.Count} parts here, and {readId.Count} in a read."));
        }

        return request is null || item is null || id.Count == 0 ? null : new EntityPlan
        {
            Name = name,
            DisplayName = described.DisplayName,
            Id = id,
            Shape = node.FindText("shape") ?? "any",
            Map = map,
            Lists = described.Fields.Where(field => field.Type == "array").Select(field => field.Name).ToHashSet(StringComparer.Ordinal),
            Search = search,
            List = list,
            Read = request,
            ReadItem = item,
            ReadMap = read.Find("map") is { } again ? Map(again, IsOfThing) : null,
            ReadId = readId,
        };
    }

    private ListingPlan? Listing(FileNode? node)
    {
        if (node is null)
        {
            return null;
        }

        var paging = Paging(node.Find("paging"));
        var request = Request(
            node.Find("request")!, place => IsFact(place) || place is "text" or "limit" or "start" or "end" or "startMs" or "endMs" || (place == paging.Place && paging.Kind != "none"),
            $"the text, the limit, the start, the end{(paging.Kind == "none" ? "" : $", the {paging.Place}")} or a fact of the connection", reads: true);
        var words = node.Find("words") is { } rule
            ? new WordsPlan(rule.FindText("escaped") ?? "", rule.FindText("removed") ?? "", rule.FindNumber("maxLength") ?? WordsPlan.AsTyped.MostLength)
            : null;
        CheckWords(node.Find("request")!, words);
        return request is null || PathOf(node.FindText("items")!, node) is not { } items ? null : new ListingPlan
        {
            Request = request,
            Items = items,
            Paging = paging,
            MatchedHere = node.Flag("matchedHere"),
            WithoutText = node.Flag("withoutText"),
            Words = words ?? WordsPlan.AsTyped,
        };
    }

    /// <summary>Typed words beside other words are in a query language; what would end their place there has to be dealt with.</summary>
    private void CheckWords(FileNode request, WordsPlan? words)
    {
        foreach (var node in Texts(request.Find("query")).Concat(Texts(request.Find("json"))).Concat(Texts(request.Find("variables"))).Concat(Texts(request.Find("form"))))
        {
            if (Template.Parse(node.Text, out _) is not { } template || !template.Names.Contains("text", StringComparer.Ordinal) || template.Whole is not null)
            {
                continue;
            }

            var quotes = template.Literals.SelectMany(literal => literal).Where(c => c is '"' or '\'').Distinct().ToList();
            if (words is null)
            {
                problems.Add(node.Wrong("The typed text stands beside other words here, where the vendor would read it as part of its query language. Say in 'words' which characters are escaped or removed."));
            }
            else if (quotes.Exists(quote => !$"{words.Escaped}{words.Removed}".Contains(quote, StringComparison.Ordinal)) || (words.Escaped.Length > 0 && !$"{words.Escaped}{words.Removed}".Contains('\\', StringComparison.Ordinal)))
            {
                problems.Add(node.Wrong("The typed text stands in quotes here: 'words' has to escape or remove that quote, and the backslash where one escapes."));
            }
        }
    }

    private PagingPlan Paging(FileNode? node)
    {
        if (node is null)
        {
            return PagingPlan.OnePage;
        }

        var kind = node.FindText("kind")!;
        var at = node.Find("at") is { } place ? Path(place) : null;
        if (kind is "cursor" or "next" && at is null)
        {
            problems.Add(node.Wrong("'at' is missing: where the answer says how it goes on."));
        }

        if (kind is "link" or "next" && node.Find("parameter") is null)
        {
            problems.Add(node.Wrong("'parameter' is missing: the query parameter of the next address that is the place in the listing."));
        }

        return new PagingPlan
        {
            Kind = kind,
            Most = node.FindNumber("most") ?? node.FindNumber("fixed") ?? PagingPlan.OnePage.Most,
            Fixed = node.FindNumber("fixed"),
            First = node.FindNumber("first") ?? 1,
            At = at,
            More = node.Find("more") is { } more ? Path(more) : null,
            Last = node.Find("last") is { } last ? Path(last) : null,
            Parameter = node.FindText("parameter"),
            UpTo = node.FindNumber("upTo"),
        };
    }

    private ActionPlan? Action(FileNode node)
    {
        var parameters = node.Find("parameters")!;
        var things = new Dictionary<string, EntityPlan>(StringComparer.Ordinal);
        var forms = new Dictionary<string, string>(StringComparer.Ordinal);
        var schema = new JsonObject();
        foreach (var (name, parameter) in parameters.Members)
        {
            if (IsFact(name) || Asked.Contains(name, StringComparer.Ordinal))
            {
                problems.Add(parameter.Wrong($"'{name}' is a name that means something else already; call the parameter otherwise."));
            }

            if (parameter.FindText("thing") is { } thing)
            {
                if (_entities.TryGetValue(thing, out var entity))
                {
                    things[name] = entity;
                }
                else
                {
                    problems.Add(parameter.Find("thing")!.Wrong($"There is no entity {FileProblem.Quote(thing)} in the api section."));
                }
            }

            if (parameter.FindText("as") is { } form)
            {
                forms[name] = form;
            }

            schema[name] = Schema(parameter);
        }

        bool IsParameter(string place) => IsFact(place) || parameters.Find(place) is not null || things.Any(thing => IsPart(place, thing.Key, thing.Value.Id.Count));
        var request = Request(node.Find("request")!, IsParameter, "a parameter of the action or a fact of the connection", reads: false);
        var result = node.Find("result");
        EntityPlan? made = null;
        if (result?.FindText("entity") is { } type && !_entities.TryGetValue(type, out made))
        {
            problems.Add(result.Find("entity")!.Wrong($"There is no entity {FileProblem.Quote(type)} in the api section."));
        }

        var item = PathOf(result?.FindText("item") ?? "$", result ?? node);
        return request is null || item is null ? null : new ActionPlan
        {
            Descriptor = new ActionDescriptor(node.FindText("name")!, node.FindText("displayName")!, node.FindText("description")!, JsonElement.Parse(new JsonObject
            {
                ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
                ["type"] = "object",
                ["properties"] = schema,
                ["required"] = new JsonArray([.. parameters.Members.Where(parameter => parameter.Value.Flag("required")).Select(parameter => (JsonNode)parameter.Key)]),
                ["additionalProperties"] = false,
            }.ToJsonString())),
            Request = request,
            Things = things,
            Forms = forms,
            IdempotencyHeader = node.FindText("idempotencyHeader"),
            Output = [.. (result?.Find("output")?.Members ?? []).Select(member => (member.Key, Path: Path(member.Value))).Where(member => member.Path is not null).Select(member => KeyValuePair.Create(member.Key, member.Path!))],
            Result = made,
            ResultItem = item,
        };
    }

    private static JsonObject Schema(FileNode parameter)
    {
        var schema = new JsonObject();
        foreach (var (name, value) in parameter.Members.Where(member => member.Key is not ("required" or "thing" or "as")))
        {
            schema[name] = Json(value);
        }

        return schema;
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

    private RequestPlan? Request(FileNode node, Func<string, bool> knows, string known, bool reads)
    {
        var pathNode = node.Find("path")!;
        var path = Text(pathNode, knows, known);
        var filled = path?.Fill(_ => "x") ?? "/";
        if (!filled.StartsWith('/') || filled.Contains("//", StringComparison.Ordinal) || filled.Split('/').Any(segment => segment is "." or "..") || filled.AsSpan().ContainsAny("?#\\%"))
        {
            problems.Add(pathNode.Wrong("A path begins with a slash and stays below the base: no '..', no '//', no '%', no query (that is 'query')."));
        }

        var bodies = new[] { "json", "form", "graphql" }.Where(body => node.Find(body) is not null).ToList();
        if (bodies.Count > 1)
        {
            problems.Add(node.Wrong($"A request has one body, and this has {string.Join(" and ", bodies)}."));
        }

        if (node.Find("variables") is not null && node.Find("graphql") is null)
        {
            problems.Add(node.Wrong("'variables' belong to 'graphql'."));
        }

        var method = node.FindText("method") ?? (bodies.Contains("graphql", StringComparer.Ordinal) ? "POST" : "GET");
        if (method == "GET" && bodies.Count > 0)
        {
            problems.Add(node.Wrong("A GET has no body; say the 'method'."));
        }

        var json = (node.Find("json") ?? node.Find("variables")) is { } body ? new JsonTemplate(body, text => Text(text, knows, known)) : null;
        return path is null ? null : new RequestPlan
        {
            Method = new HttpMethod(method),
            Path = path,
            Query = Pairs(node.Find("query"), knows, known, isHeader: false),
            Headers = [.. _headers, .. Pairs(node.Find("headers"), knows, known, isHeader: true)],
            Json = json,
            GraphQL = node.FindText("graphql"),
            Form = node.Find("form") is { } form ? Pairs(form, knows, known, isHeader: false) : null,
            Repeatable = reads || node.Flag("repeatable"),
        };
    }

    private List<KeyValuePair<string, Template>> Pairs(FileNode? node, Func<string, bool> knows, string known, bool isHeader)
    {
        var pairs = new List<KeyValuePair<string, Template>>();
        foreach (var (name, value) in node?.Members ?? [])
        {
            if (isHeader && ClosedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                problems.Add(value.Wrong($"The header '{name}' is set by the hub; a credential belongs in \"credentials\"."));
            }

            foreach (var one in value.Kind == JsonValueKind.Array ? value.Items : [value])
            {
                if (Text(one, knows, known) is { } template)
                {
                    if (isHeader && template.Literals.Any(literal => literal.Any(c => c is < ' ' or > '~')))
                    {
                        problems.Add(one.Wrong("A header holds plain letters, digits and signs only."));
                    }

                    pairs.Add(new(name, template));
                }
            }
        }

        return pairs;
    }

    private List<KeyValuePair<string, MappedValue>> Map(FileNode? node, Func<string, bool> knows) =>
        [.. (node?.Members ?? []).Select(member => KeyValuePair.Create(member.Key, new MappedValue([.. (member.Value.Kind == JsonValueKind.Array ? member.Value.Items : [member.Value]).Select(one => Source(one, knows)).OfType<MappedSource>()])))];

    private MappedSource? Source(FileNode node, Func<string, bool> knows)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return Path(node) is { } plain ? new MappedSource { Path = plain } : null;
        }

        if (node.Find("path") is null == node.Find("text") is null)
        {
            problems.Add(node.Wrong("Say either 'path' or 'text'."));
            return null;
        }

        var with = (node.Find("with")?.Members ?? []).Select(member => (member.Key, Path: Path(member.Value))).Where(member => member.Path is not null).ToDictionary(member => member.Key, member => member.Path!, StringComparer.Ordinal);
        var source = new MappedSource
        {
            Path = node.Find("path") is { } path ? Path(path) : null,
            Text = node.Find("text") is { } text ? Text(text, name => knows(name) || with.ContainsKey(name), "in 'with', the thing's id or a fact of the connection") : null,
            With = with,
            Form = node.FindText("as"),
            Join = node.FindText("join") ?? "",
            Without = node.FindTexts("without"),
        };
        return source.Path is null && source.Text is null ? null : source;
    }

    private FailureRule Failure(FileNode node)
    {
        var wait = node.Find("wait");
        return new FailureRule
        {
            Status = node.Find("status") is { Kind: JsonValueKind.Array } list
                ? [.. list.Items.Select(item => int.Parse(item.Text, CultureInfo.InvariantCulture))]
                : [int.Parse(node.Find("status")!.Text, CultureInfo.InvariantCulture)],
            Path = node.Find("path") is { } path ? Path(path) : null,
            Is = node.FindTexts("is"),
            Contains = node.FindTexts("contains"),
            Header = node.FindText("header"),
            Kind = node.FindText("kind")!,
            WaitHeader = wait?.FindText("header"),
            WaitForm = wait?.FindText("as") ?? "seconds",
            WaitSeconds = wait?.FindNumber("seconds"),
        };
    }

    private void CheckEntities(FileNode api)
    {
        if (_entities.Count == 0 && manifest.Entities.Count > 0 && api.Find("entities") is null)
        {
            problems.Add(api.Wrong("The file's \"entities\" are not in the api section; say how they are read, or leave them out."));
        }

        foreach (var missing in manifest.Entities.Where(entity => _entities.Count > 0 && !_entities.ContainsKey(entity.Name) && api.Find("entities")?.Find(entity.Name) is null))
        {
            problems.Add(api.Find("entities")!.Wrong($"The entity '{missing.Name}' is described and not in the api section."));
        }
    }

    private Template? Text(FileNode node, Func<string, bool> knows, string known)
    {
        if (Template.Parse(node.Text, out var problem) is not { } template)
        {
            problems.Add(node.Wrong(problem));
            return null;
        }

        if (template.Names.FirstOrDefault(name => !knows(name)) is { } strange)
        {
            problems.Add(node.Wrong($"Nothing gives {{{strange}}} a value here; it has to be {known}."));
            return null;
        }

        return template;
    }

    private ValuePath? Path(FileNode node) => PathOf(node.Text, node);

    private ValuePath? PathOf(string text, FileNode node)
    {
        if (ValuePath.Parse(text, out var problem) is { } path)
        {
            return path;
        }

        problems.Add(node.Wrong(problem));
        return null;
    }

    private bool IsFact(string name) => _facts.Contains(name);

    private static bool IsPart(string place, string name, int parts) =>
        place.Length == name.Length + 1 && place.StartsWith(name, StringComparison.Ordinal) && place[^1] - '0' is >= 1 and var part && part <= Math.Min(parts, EntityPlan.MostIdParts);

    private static IEnumerable<FileNode> Texts(FileNode? node) => node?.Kind switch
    {
        JsonValueKind.String => [node],
        JsonValueKind.Object => node.Members.SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => node.Items.SelectMany(Texts),
        _ => [],
    };
}
