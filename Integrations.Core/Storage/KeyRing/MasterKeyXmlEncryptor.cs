using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Integrations.Core.Storage.KeyRing;

/// <summary>Encrypts key ring entries with the master key, AES-256-GCM.</summary>
internal sealed class MasterKeyXmlEncryptor(MasterKey key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var text = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(
            new XElement("sealedKey", new XAttribute("masterKey", key.Id), Convert.ToBase64String(key.Encrypt(text))), typeof(MasterKeyXmlDecryptor));
    }
}
