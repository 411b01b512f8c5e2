using Bunit;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Webhooks;

namespace Integrations.Tests.Webhooks;

public sealed class WebhookFormTests : ComponentContext
{
    private readonly List<WebhookEndpointValues> _saved = [];

    [Fact]
    public void Form_Filled_SavesWhatWasTyped()
    {
        var form = Form();

        form.Find("#hook-name").Input("Ops");
        form.Find("#hook-url").Input("https://ops.example/hook");
        Event(form, "Integration error").Change(true);
        Button(form, "Add header").Click();
        form.Find("input[aria-label='Header name']").Change("X-Key");
        form.Find("input[aria-label='Header value']").Change("abc");
        form.Find("form").Submit();

        var saved = Assert.Single(_saved);
        Assert.Equal(("Ops", "https://ops.example/hook", "abc"), (saved.Name, saved.Url, saved.Headers!["x-key"]));
        Assert.Equal([EventTypes.IntegrationError], saved.Events);
        Assert.Null(saved.Secret);
    }

    [Fact]
    public void Form_ChooseAll_NamesEveryEvent()
    {
        var form = Form();

        Button(form, "Choose all").Click();
        form.Find("form").Submit();

        Assert.Equal(EventTypes.All, Assert.Single(_saved).Events);
    }

    [Fact, Proves("T5")]
    public void Form_StoredHeaders_AreNamedButKept()
    {
        var form = Form(new WebhookEndpointView(Guid.NewGuid(), "Ops", "https://ops.example/", [EventTypes.SyncFailed], true)
        {
            SecretHint = "…abcd",
            HeaderNames = ["X-Key"],
        });

        Assert.Contains("X-Key", form.Markup, StringComparison.Ordinal);
        form.Find("form").Submit();

        Assert.Null(Assert.Single(_saved).Headers);
        Assert.Empty(form.FindAll("#hook-secret"));
    }

    [Fact]
    public void Form_RefusedField_SaysWhyBesideIt()
    {
        var form = Render<WebhookForm>(p => p
            .Add(x => x.Failure, Failure.InvalidField("url", "url: must be https."))
            .Add(x => x.Save, _ => { }));

        Assert.Equal("url: must be https.", form.Find("#hook-url-error").TextContent);
    }

    [Theory]
    [InlineData(DeliveryStatus.Pending, 0, Tone.Busy)]
    [InlineData(DeliveryStatus.Pending, 2, Tone.Warn)]
    [InlineData(DeliveryStatus.Dead, 2, Tone.Bad)]
    [InlineData(DeliveryStatus.Succeeded, 2, Tone.Ok)]
    public void Delivery_ThatFailedAndIsTriedAgain_IsNoMereWaiting(DeliveryStatus status, int attempts, Tone expected)
    {
        var now = DateTimeOffset.UnixEpoch;
        var delivery = new DeliveryView(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "Ops", EventTypes.SyncFailed, status, attempts, 500, null, 1, now, now, null);

        Assert.Equal(expected, WebhookLabels.State(delivery).Tone);
    }

    [Fact]
    public void Curl_QuotesWhatAShellWouldRead() => Assert.Equal(
        """
        curl -X POST 'https://ops.example/a b' \
          -H 'X-Name: it'\''s' \
          --data-raw '{"a":"$HOME"}'
        """.ReplaceLineEndings("\n"),
        WebhookLabels.Curl("https://ops.example/a b", """{"X-Name":"it's"}""", """{"a":"$HOME"}"""));

    [Theory]
    [InlineData(false, null, null, Tone.Off)]
    [InlineData(true, 5, 1, Tone.Bad)]
    [InlineData(true, -5, 1, Tone.Warn)]
    [InlineData(true, null, null, Tone.Busy)]
    public void State_WorstComesFirst(bool active, int? pausedForMinutes, int? failingForMinutes, Tone expected)
    {
        var now = new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero);
        var endpoint = new WebhookEndpointView(Guid.NewGuid(), "Ops", "https://ops.example/", [], active)
        {
            SecretHint = "…",
            PausedUntil = pausedForMinutes is { } paused ? now.AddMinutes(paused) : null,
            FailingSince = failingForMinutes is { } failing ? now.AddMinutes(-failing) : null,
        };

        Assert.Equal(expected, WebhookLabels.State(endpoint, now).Tone);
    }

    [Fact]
    public void Event_OfEveryType_HasWords()
    {
        Assert.All(EventTypes.All.Append(EventTypes.WebhookTest), type => Assert.DoesNotContain('.', WebhookLabels.Event(type)));
    }

    private static AngleSharp.Dom.IElement Event(IRenderedComponent<WebhookForm> form, string name) =>
        form.FindAll("label").Single(label => label.TextContent.Trim() == name).QuerySelector("input")!;

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<WebhookForm> form, string text) =>
        form.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private IRenderedComponent<WebhookForm> Form(WebhookEndpointView? original = null) =>
        Render<WebhookForm>(p => p.Add(x => x.Original, original).Add(x => x.Save, _saved.Add));
}
