using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Storage.KeyRing;

/// <summary>Made by Data Protection, which reads its name from the stored entry.</summary>
internal sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var key = services.GetService<MasterKey>()
            ?? throw new CryptographicException("The key ring was encrypted with a master key, and none is configured (KeyRing:KeyFile or KeyRing:Key).");
        if (encryptedElement.Attribute("masterKey")?.Value != key.Id)
        {
            throw new CryptographicException("The key ring was encrypted with another master key than the configured one.");
        }

        return XElement.Parse(Encoding.UTF8.GetString(key.Decrypt(Convert.FromBase64String(encryptedElement.Value))));
    }
}
